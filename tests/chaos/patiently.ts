import { eventually } from '../support/eventually.ts';

const PATIENCE_MS = 180_000;

/** Again and again until it succeeds: parts come and go. @throws its last error after three minutes */
export const patiently = <Result>(look: () => Result | Promise<Result>): Promise<Result> => eventually(look, PATIENCE_MS);
