import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** A Temporal validator that is async is never awaited: its rejection fails the workflow task for ever. */
const noAsyncValidator = {
  selector: "Property[key.name='validator'] > :function[async=true]",
  message: 'An update validator must be synchronous.',
};

/** What a deterministic, pure room may not reach for. */
const impure = ['fs', 'node:*', 'postgres', 'express', 'pino', 'nodemailer', '@temporalio/client', '@temporalio/worker'];

export default tseslint.config(
  { ignores: ['node_modules', 'data', 'coverage'] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: { allowDefaultProject: ['*.js', 'scripts/*.mjs'] } } },
    rules: {
      'no-restricted-syntax': ['error', noAsyncValidator],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
    },
  },
  { files: ['**/*.js', '**/*.mjs'], extends: [tseslint.configs.disableTypeChecked], languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly' } } },
  { files: ['src/domain/**', 'workflows/**'], rules: { 'no-restricted-imports': ['error', { patterns: impure }] } },
);
