/** One error in a request: the field, the rule, the value seen, and what to do (Dutch). */
export interface FieldError {
  field: string;
  rule: string;
  message: string;
  value?: string;
}
