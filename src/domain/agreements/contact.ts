/** What mail to a creditor is about, so that each of its people gets what is theirs. */
import { z } from 'zod';
import { digestKindCodes, digestKinds } from '../outreach/digest.ts';

export const contactSubjects = [
  { code: 'receipts', label: 'Ontvangstbewijzen' },
  { code: 'outcomes', label: 'Besluiten en terugkoppeling' },
  { code: 'questions', label: 'Vragen: heropaf en herinneringen' },
] as const;
export type ContactSubject = (typeof contactSubjects)[number]['code'];
export const contactSubjectCodes = contactSubjects.map(({ code }) => code) as [ContactSubject, ...ContactSubject[]];

const subjects: Readonly<Record<string, ContactSubject>> = { receipt: 'receipts', 're-check-question': 'questions', 're-check-reminder': 'questions', 'deadline-warning': 'questions', 'deadline-breach': 'questions' };

/** Of a mail's template. */
export const subjectOf = (template: string): ContactSubject => subjects[template] ?? 'outcomes';

export const contactSchema = z.strictObject({
  name: z.string().trim().min(1).max(120),
  email: z.email().max(254),
  about: z.array(z.enum(contactSubjectCodes)).max(contactSubjects.length).default([]).describe('Which mail; empty: all. Where nobody is for a kind, the creditor\'s own address gets it.'),
  single: z.array(z.enum(digestKindCodes)).max(digestKinds.length).default([]).describe('Of which kinds each mail comes by itself; of the others there is one a working day. A crisis and a question always come by themselves.'),
});
export type Contact = z.output<typeof contactSchema>;
