import type { SignInKind } from './domain/audit.ts';
import type { Role } from './domain/lifecycle.ts';

/** Who calls, and what is theirs. Every use case takes one; only ids go on to the workflows. */
export interface CallingActor {
  /** An account's id, never a name. */
  id: string;
  role: Role;
  /** Set for whoever works for one municipality only. */
  municipalityCode: string | null;
  teamId: string | null;
  /** Set for a creditor: it sees its own signals only. */
  creditorId: string | null;
  /** By which request, for the audit log; absent when no request asked: the system itself, or a command on this machine. */
  requestId?: string;
  signedInBy?: SignInKind;
}
