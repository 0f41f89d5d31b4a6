/** Signatures by the specification of Standard Webhooks (standardwebhooks.com, 1.0.0): HMAC-SHA-256 over id, time and body. */
import { createHmac, randomBytes } from 'node:crypto';

const PREFIX = 'whsec_';

/** A new secret, as it is shown once. */
export const newSecret = (): string => `${PREFIX}${randomBytes(32).toString('base64')}`;

/** @param secrets the present one first; while it is exchanged the former one too */
export function signedHeaders(secrets: readonly string[], { id, at, body }: { id: string; at: Date; body: string }): Record<string, string> {
  const seconds = String(Math.floor(at.getTime() / 1_000));
  const signature = (secret: string) => `v1,${createHmac('sha256', Buffer.from(secret.slice(PREFIX.length), 'base64')).update(`${id}.${seconds}.${body}`).digest('base64')}`;
  return { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': secrets.map(signature).join(' ') };
}
