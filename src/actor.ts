import type { SignInKind } from './domain/audit/audit.ts';
import type { Role } from './domain/case/lifecycle.ts';

/** The caller of a use case, with role, municipality and creditor. Only ids go on to the workflows. */
export interface CallingActor {
  /** An account's id, never a name. */
  id: string;
  role: Role;
  /** Set for an account that works for one municipality only. */
  municipalityCode: string | null;
  teamId: string | null;
  /** Set for a creditor: it sees its own signals only. */
  creditorId: string | null;
  /** The request, for the audit log; absent when there is none: the system itself acts, or a command on this machine. */
  requestId?: string;
  signedInBy?: SignInKind;
}
