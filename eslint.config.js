import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** A Temporal validator that is async is never awaited: its rejection fails the workflow task for ever. */
const noAsyncValidator = {
  selector: "Property[key.name='validator'] > :function[async=true]",
  message: 'An update validator must be synchronous.',
};

/** JSX escapes what it is given; a string of markup goes past that. `web/components/svg.tsx` alone does so, with drawings of our own. */
const noRawMarkup = { selector: "JSXAttribute[name.name='dangerouslySetInnerHTML'], Property[key.name='dangerouslySetInnerHTML']", message: 'Write JSX: markup in a string is not escaped.' };
/** The content security policy refuses both. */
const noInline = { selector: "JSXAttribute[name.name=/^(style|on[A-Z].*)$/]", message: 'A page holds no style and no handler of its own: use a class, or a module in web/assets.' };

/** What a deterministic, pure room may not reach for. */
const impure = ['fs', 'node:*', 'postgres', 'express', 'pino', 'nodemailer', '@temporalio/client', '@temporalio/worker'];

export default tseslint.config(
  { ignores: ['node_modules', 'data', 'coverage'] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: { allowDefaultProject: ['*.js', 'scripts/*.mjs'] } } },
    rules: {
      'no-restricted-syntax': ['error', noAsyncValidator, noRawMarkup, noInline],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
    },
  },
  { files: ['**/*.js', '**/*.mjs'], extends: [tseslint.configs.disableTypeChecked], languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly' } } },
  { files: ['web/components/svg.tsx'], rules: { 'no-restricted-syntax': ['error', noAsyncValidator, noInline] } },
  { files: ['src/domain/**', 'workflows/**'], rules: { 'no-restricted-imports': ['error', { patterns: impure }] } },
);
