import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { openApiDocument } from '../../api/openapi.ts';
import { routes } from '../../api/routes/index.ts';
import { actions } from '../../src/domain/case/lifecycle.ts';

const document = JSON.parse(JSON.stringify(openApiDocument())) as { paths: Record<string, Record<string, { operationId: string }>> };

describe('the description of the API', () => {
  test('is valid OpenAPI 3.1', async () => {
    const validator = new Validator();
    const { valid, errors } = await validator.validate(structuredClone(document));
    expect(errors ?? []).toEqual([]);
    expect(valid).toBe(true);
    expect(validator.version).toBe('3.1');
  });

  test('is the one that is kept in docs; when not: npm run openapi', () => {
    const kept: unknown = JSON.parse(readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf8'));
    expect(isDeepStrictEqual(kept, document)).toBe(true);
  });

  test('has a path of its own for each action of the transition table', () => {
    const missing = actions.filter((action) => document.paths[`/api/v1/cases/{id}/${action}`]?.['post'] === undefined);
    expect(missing).toEqual([]);
  });

  test('names every operation once', () => {
    const ids = Object.values(document.paths).flatMap((path) => Object.values(path).map(({ operationId }) => operationId));
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toHaveLength(routes.length);
  });
});
