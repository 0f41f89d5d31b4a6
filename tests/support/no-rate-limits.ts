/** Settings for a test that asks more in a minute than any client: what it tests is not the limits. */
export const noRateLimits = { RATE_LIMIT_ADDRESS: '1000000', RATE_LIMIT_REQUESTS: '1000000', RATE_LIMIT_DELIVERIES: '1000000', RATE_LIMIT_SIGN_INS: '1000000' };
