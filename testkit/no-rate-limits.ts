/** Settings without rate limits, for tests that send more requests in a minute than a client may. */
export const noRateLimits = { RATE_LIMIT_ADDRESS: '1000000', RATE_LIMIT_REQUESTS: '1000000', RATE_LIMIT_DELIVERIES: '1000000', RATE_LIMIT_SIGN_INS: '1000000' };
