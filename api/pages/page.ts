/**
 * Pages, declared. A page is a view on a route: who may come in, whose rows are seen, how often, and what it leaves in the audit log are
 * those of the routes that it performs. It holds no rule, no query and no right of its own.
 */
import type { VNode } from 'preact';
import type { Account } from '../../src/db/queries/identity/accounts.ts';
import type { FieldError } from '../../src/domain/field-error.ts';
import type { Route } from '../route.ts';

/** What was sent by a form: a name may come more than once. */
export type Fields = Readonly<Record<string, readonly string[]>>;

/** A form that was refused, as it was filled in. */
export interface Refused {
  fields: Fields;
  errors: readonly FieldError[];
  /** Dutch: what is wrong and what to do. */
  message: string;
  /** Fields to send along to have it done all the same. */
  confirmWith?: readonly string[];
  /** The address that it was sent to, when a part did not answer: it may have been done all the same. */
  mayBeDoneAt?: string | undefined;
}

export interface AskedOfRoute {
  params?: Readonly<Record<string, string>>;
  query?: Readonly<Record<string, string>>;
  body?: unknown;
}

/** What a page is made from. */
export interface Looked {
  /** Null on a page that is open to anyone, when nobody has signed in. */
  account: Account | null;
  params: Readonly<Record<string, string>>;
  query: Readonly<Record<string, string>>;
  /** Of a page that answers a form; else empty. */
  fields: Fields;
  /** The form that brought the reader back here, with its errors. */
  refused: Refused | null;
  /** Performs one of the routes that the page names. @throws AppError as the route refuses; Error when the page does not name it */
  ask: <Answer>(route: Route<Answer>, asked?: AskedOfRoute) => Promise<Answer>;
}

/** What is shown, or where to go instead. */
export type Shown = { title: string; content: VNode; status?: number } | { goTo: string };

interface Declared {
  /** With parameters as in OpenAPI: '/zaken/{id}'. */
  path: `/${string}`;
  /** The route that it is a view on: who may see it, and how a refusal is logged. */
  of: Route;
  /** What else it performs. */
  also?: readonly Route[];
}

/** By POST for what may not stand in an address: a question, or what is shown only when asked for. */
export interface Page extends Declared {
  method: 'get' | 'post';
  show(looked: Looked): Promise<Shown>;
}

/** A form that changes something: it performs `of`, and then leads on (303). Its fields have the names of the route's body. */
export interface Form extends Declared {
  method: 'post';
  /** Where it stands: shown again with what was filled in and what is wrong. */
  shownOn: Page;
  /** What the route is asked, where that is not simply the parameters of the address and the fields as its body. */
  asked?(fields: Fields, params: Looked['params']): AskedOfRoute & { params: Readonly<Record<string, string>> };
  /** The page to go to, with what was done. */
  done(context: { answer: unknown; fields: Fields; params: Looked['params'] }): string;
}

export type Screen = Page | Form;

export const page = (declared: Omit<Page, 'method'> & { method?: 'post' }): Page => ({ method: 'get', ...declared });
export const form = (declared: Omit<Form, 'method'>): Form => ({ method: 'post', ...declared });
export const isForm = (screen: Screen): screen is Form => 'shownOn' in screen;

export const firstOf = (fields: Fields, name: string): string => fields[name]?.[0] ?? '';

/** The field in which a form names the page that it was on. */
export const BACK = 'terug';

/** Where a form was, when that is an address of ours; else the other. */
export function backOf(fields: Fields, otherwise: string): string {
  const wanted = firstOf(fields, BACK);
  return /^\/(?![/\\])[\w/?=&.-]*$/.test(wanted) ? wanted : otherwise;
}
