/** The data from which a deadline's date is derived. */
import type { CallingActor } from '../../../actor.ts';
import type { CaseState } from '../../../domain/case/state.ts';
import type { Instant, LocalDate } from '../../../domain/time/dates.ts';
import type { Change, DeadlineState } from '../../../domain/deadlines/deadline.ts';
import type { DeadlineKind, Owner } from '../../../domain/planning/policy.ts';
import type { Term } from '../../../domain/time/terms.ts';
import type { Db } from '../../connect.ts';
import { inMunicipality } from '../identity/scope.ts';

export interface DerivableRow {
  id: string;
  caseId: string | null;
  roundId: string | null;
  avgRequestId: string | null;
  complaintId: string | null;
  kind: DeadlineKind;
  owner: Owner;
  creditorId: string | null;
  state: DeadlineState;
  term: Term;
  startedAt: Instant;
  startedBy: string;
  dueOn: LocalDate;
  dueBefore: Instant;
  warnsAt: Instant | null;
  breachedAt: Instant | null;
  moot: boolean;
  endedAt: Instant | null;
  remaining: number | null;
  changes: Change[];
  caseState: CaseState | null;
  /** For a round's deadline: region and cut-off, which determine its policy. */
  regionId: string | null;
  cutOff: Instant | null;
  /** For a request under the AVG or a complaint, when the caller may read it: the policy at its receipt, and who extended it. */
  ownPolicyVersion: string | null;
  extendedBy: string | null;
  extendedByName: string | null;
  extensionId: string | null;
}

/** The deadline with the state of its case, when this account may read it. */
export async function findDeadline(sql: Db, actor: CallingActor, id: string): Promise<DerivableRow | null> {
  const [row] = await sql<DerivableRow[]>`
    select deadlines.id, deadlines.case_id, deadlines.round_id, deadlines.avg_request_id, deadlines.complaint_id, deadlines.kind, deadlines.owner, deadlines.creditor_id, deadlines.state, deadlines.term,
      deadlines.started_at, deadlines.started_by, deadlines.due_on, deadlines.due_before, deadlines.warns_at, deadlines.breached_at, deadlines.moot, deadlines.ended_at,
      deadlines.remaining, deadlines.changes, cases.state as case_state, rounds.region_id, rounds.cut_off,
      coalesce(avg_requests.policy_version, complaints.policy_version) as own_policy_version, coalesce(avg_requests.extended_by, complaints.extended_by) as extended_by, accounts.name as extended_by_name,
      coalesce(avg_requests.extension_id, complaints.extension_id) as extension_id
    from deadlines
    left join cases on cases.id = deadlines.case_id
    left join rounds on rounds.id = deadlines.round_id
    left join avg_requests on avg_requests.id = deadlines.avg_request_id
    left join complaints on complaints.id = deadlines.complaint_id
    left join accounts on accounts.id = coalesce(avg_requests.extended_by, complaints.extended_by)
    where deadlines.id = ${id} and ${inMunicipality(sql, actor, 'deadlines.municipality_code')}`;
  return row ?? null;
}
