/** Forms: they work without script, show no pop-ups of the browser, and come back as they were filled in, with what is wrong. */
import { randomUUID } from 'node:crypto';
import type { ComponentChildren } from 'preact';

/** A form that was refused, as a page gets it. */
export interface RefusedForm {
  fields: Readonly<Record<string, readonly string[]>>;
  errors: readonly { field: string; message: string }[];
  message: string;
  confirmWith?: readonly string[];
  /** The address that it was sent to, when it may have been done all the same: sent again, it must be the same request. */
  mayBeDoneAt?: string | undefined;
}

interface PostProps {
  action: string;
  hidden?: Readonly<Record<string, string | number>>;
  children: ComponentChildren;
  class?: string;
  /** Where this very form came back. */
  refused?: RefusedForm | null;
}

/** Each form drawn has a key of its own: sent twice, it is done once. One that came back without a certain answer keeps its key and what it said of the case. */
export function PostForm({ action, hidden = {}, children, class: name = 'form', refused = null }: PostProps) {
  const kept = refused?.mayBeDoneAt === action ? refused : null;
  return (
    <form method="post" action={action} class={name} noValidate autocomplete="off">
      <input type="hidden" name="key" value={valueOf(kept, 'key', randomUUID())} />
      {Object.entries(hidden).map(([field, value]) => (
        <input type="hidden" name={field} value={valueOf(kept, field, String(value))} />
      ))}
      {children}
    </form>
  );
}

export const valueOf = (refused: RefusedForm | null, name: string, otherwise = ''): string => refused?.fields[name]?.[0] ?? otherwise;
const errorOf = (refused: RefusedForm | null, name: string): string | null => refused?.errors.find(({ field }) => field === name)?.message ?? null;

/** What is wrong, above the form, with links to the fields that are on the page. */
export function ErrorSummary({ refused, names = [] }: { refused: RefusedForm | null; names?: readonly string[] }) {
  if (refused === null || (refused.errors.length === 0 && refused.message === '')) return null;
  return (
    <div class="utrecht-alert utrecht-alert--error wrong" role="alert" tabIndex={-1} data-fouten>
      <div class="utrecht-alert__content">
        <h2 class="nl-heading nl-heading--level-3">Dit is nog niet gelukt</h2>
        {refused.errors.length === 0 ? <p class="nl-paragraph">{refused.message}</p> : null}
        <ul>
          {refused.errors.map(({ field, message }) => (
            <li>{names.includes(field) ? <a class="nl-link" href={`#${field}`}>{message}</a> : message}</li>
          ))}
        </ul>
      </div>
    </div>
  );
}

interface FieldProps {
  name: string;
  label: string;
  hint?: string;
  optional?: boolean;
  refused: RefusedForm | null;
}

/** Label, explanation, what is wrong with it, and the field itself. */
function Around({ name, label, hint, optional = false, refused, children }: FieldProps & { children: ComponentChildren }) {
  const error = errorOf(refused, name);
  return (
    <div class={`field${error === null ? '' : ' field--wrong'}`}>
      <label class="utrecht-form-label" for={name}>
        {label}
        {optional ? ' (optioneel)' : ''}
      </label>
      {hint === undefined ? null : <div class="utrecht-form-field-description" id={`${name}-uitleg`}>{hint}</div>}
      {error === null ? null : <div class="utrecht-form-field-error-message" id={`${name}-fout`}>{error}</div>}
      {children}
    </div>
  );
}

const described = ({ name, hint, refused }: Pick<FieldProps, 'name' | 'hint' | 'refused'>) => {
  const error = errorOf(refused, name);
  const ids = [...(hint === undefined ? [] : [`${name}-uitleg`]), ...(error === null ? [] : [`${name}-fout`])].join(' ');
  return { id: name, name, 'aria-describedby': ids === '' ? undefined : ids, 'aria-invalid': error === null ? undefined : true };
};

export const TextField = (props: FieldProps & { type?: 'text' | 'date' | 'time' | 'tel' | 'email'; value?: string; inputMode?: 'numeric' | 'decimal' }) => (
  <Around {...props}>
    <input class="utrecht-textbox" {...({ type: props.type ?? 'text', inputMode: props.inputMode } as object)} value={valueOf(props.refused, props.name, props.value)} {...described(props)} />
  </Around>
);

export const TextArea = (props: FieldProps & { value?: string; rows?: number }) => (
  <Around {...props}>
    <textarea class="utrecht-textarea" rows={props.rows ?? 4} {...described(props)}>{valueOf(props.refused, props.name, props.value)}</textarea>
  </Around>
);

export interface Choice {
  value: string;
  label: string;
}

export const Select = (props: FieldProps & { choices: readonly Choice[]; value?: string }) => {
  const chosen = valueOf(props.refused, props.name, props.value);
  return (
    <Around {...props}>
      <select class="utrecht-select" {...described(props)}>
        <option value="">Kies…</option>
        {props.choices.map(({ value, label }) => (
          <option value={value} selected={value === chosen}>{label}</option>
        ))}
      </select>
    </Around>
  );
};

/** A few choices, all in sight. The first has the name's id, so that the error summary leads to it. */
export function Radios(props: FieldProps & { choices: readonly Choice[]; value?: string }) {
  const { name, label, hint, optional = false, refused, choices } = props;
  const chosen = valueOf(refused, name, props.value);
  const error = errorOf(refused, name);
  return (
    <fieldset class={`field choices${error === null ? '' : ' field--wrong'}`} aria-describedby={error === null ? undefined : `${name}-fout`}>
      <legend class="utrecht-form-label">
        {label}
        {optional ? ' (optioneel)' : ''}
      </legend>
      {hint === undefined ? null : <div class="utrecht-form-field-description">{hint}</div>}
      {error === null ? null : <div class="utrecht-form-field-error-message" id={`${name}-fout`}>{error}</div>}
      {choices.map(({ value, label: text }, index) => (
        <label class="choice">
          <input class="choice__box" type="radio" name={name} id={index === 0 ? name : undefined} value={value} checked={value === chosen} />
          <span>{text}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** Where it can be done all the same: a box to say so. */
export const AllTheSame = ({ refused }: { refused: RefusedForm | null }) => (
  <>
    {(refused?.confirmWith ?? []).map((name) => (
      <label class="choice">
        <input class="choice__box" type="checkbox" name={name} value="true" />
        <span>Ja, leg het toch vast</span>
      </label>
    ))}
  </>
);

export const Submit = ({ label, back }: { label: string; back?: string }) => (
  <div class="buttons">
    <button class="nl-button nl-button--primary">{label}</button>
    {back === undefined ? null : <a class="nl-link buttons__back" href={back}>Terug</a>}
  </div>
);
