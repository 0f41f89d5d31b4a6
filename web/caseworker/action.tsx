/** One form for every action of the table. */
import { rules, type Action } from '../../src/domain/case/lifecycle.ts';
import { AllTheSame, ErrorSummary, PostForm, Radios, Select, Submit, TextArea, TextField, type RefusedForm } from '../components/form.tsx';
import { H1 } from '../components/text.tsx';
import type { Content } from '../shell/page.tsx';
import type { Field } from './action.view.ts';

interface Props {
  action: Action;
  fields: readonly Field[];
  where: string;
  caseId: string;
  /** The step that the reader sees. */
  seq: number;
  /** Where the form is sent, and where it leads back. */
  to: string;
  back: string;
  refused: RefusedForm | null;
}

export const actionPage = ({ action, fields, where, caseId, seq, to, back, refused }: Props): Content => ({
  title: rules[action].label,
  content: (
    <>
      <H1>{rules[action].label}</H1>
      <p class="sub">{where}</p>
      <ErrorSummary refused={refused} names={fields.map(({ name }) => name)} />
      <PostForm action={to} hidden={{ seq, terug: back }} refused={refused}>
        {fields.map((field) => <One field={field} refused={refused} />)}
        <AllTheSame refused={refused} />
        <Submit label={rules[action].label} back={`/zaken/${caseId}`} />
      </PostForm>
    </>
  ),
});

function One({ field: { kind, choices = [], hint = '', ...field }, refused }: { field: Field; refused: RefusedForm | null }) {
  const props = { ...field, refused, ...(hint === '' ? {} : { hint }) };
  if (kind === 'radios') return <Radios {...props} choices={choices} />;
  if (kind === 'select') return <Select {...props} choices={choices} />;
  if (kind === 'area') return <TextArea {...props} rows={3} />;
  return <TextField {...props} type={kind} />;
}
