/** A night of retention: what has reached its term goes, in small pieces, each once. */
import type { CallingActor } from '../../actor.ts';
import type { Sql } from '../../db/connect.ts';
import { writeAudit } from '../../db/queries/audit/audit.ts';
import { SIGHTING_MONTHS } from '../../db/queries/rounds/match-input.ts';
import { removeOldCheckLists } from '../../db/queries/checks/lists.ts';
import { regionIds } from '../../db/queries/identity/reference.ts';
import { policiesOn } from '../../db/queries/planning/policies.ts';
import { removeRequestKeys } from '../../db/queries/identity/request-keys.ts';
import { deliveriesToClear, discardOldProposals, halfAnonymised, removeSightings, removeStrayNotes, retentionPolicies, startRun, storeRun, type DeliveryToClear } from '../../db/queries/retention/retention.ts';
import { addDays, addMonths, localDate, startOfDay, type Instant } from '../../domain/time/dates.ts';
import { noCaseDueOn, shortestDays } from '../../domain/retention/retention.ts';
import { pooled } from '../../pooled.ts';
import type { KeyStore } from '../../privacy/key-store.ts';
import { keyOfTold } from '../../privacy/personal.ts';
import { anonymiseCase } from './anonymise-case.ts';
import { clearDelivery } from './clear-delivery.ts';
import { takeComplaints } from './take-complaints.ts';
import { takeCases, takeSignals } from './take-due.ts';
import { AT_ONCE, attempt, nothingYet, PAGE, throughPages, type Night, type RetentionCounts } from './retention-night.ts';

interface RetentionRequest {
  /** Names the run: the same one again goes on where it was cut off. */
  runId: string;
  /** Who runs it; one of the whole region. */
  actor: CallingActor;
  at: Instant;
  /** Counts, and takes nothing. */
  dryRun?: boolean;
  /** Called after each piece. */
  onStep?: () => void;
}

/** A command takes seconds, so a note that no event refers to after so long belongs to none; a later repeat writes its own. */
const STRAY_AFTER_DAYS = 7;
const PROPOSAL_DAYS = 90;
/** Answers are kept for repeats of a request, which come within days. */
const REQUEST_KEY_DAYS = 7;
/** A mail that tells a creditor of an erasure is sent, or sent again, within this many days; so many nights may have been missed. */
const TOLD_DAYS = 30;
const TOLD_NIGHTS = 14;

/**
 * Takes everything that is due: cases, signals that led to none, what deliveries hold of rows that led to nothing,
 * sightings of addresses of more than six months ago, and what nobody refers to. What fails does not hold up the rest.
 * @param deps.sql the system's connections
 * @throws Error when something could not be taken, after all the rest has been; the same run again tries it again
 */
export async function anonymiseDue(deps: { sql: Sql; keys: KeyStore }, { runId, at, actor, dryRun = false, onStep = () => undefined }: RetentionRequest): Promise<RetentionCounts> {
  const { sql } = deps;
  const today = localDate(at);
  const policies = await retentionPolicies(sql);
  const before = startOfDay(addDays(today, -shortestDays([...policies.values()])));
  const counted = dryRun ? {} : await startRun(sql, { id: runId, startedBy: actor.id, startedAt: at });
  // What could not go is counted anew each time.
  const counts = { ...nothingYet(), ...counted, held: 0, waiting: 0 };
  const night: Night = { ...deps, actor, at, today, dryRun, policies, before, counts, failures: [], onStep };
  const keep = async (finishedAt: Instant | null) => {
    if (!dryRun) await storeRun(sql, { id: runId, counts, finishedAt });
  };
  for (const step of [finishKeys, takeCases, takeSignals, takeComplaints, takeDeliveries, takeLeftovers]) {
    await step(night);
    await keep(null);
  }
  const [failure] = night.failures;
  if (failure !== undefined) throw new Error(`${night.failures.length} of what was due could not be taken`, { cause: failure });
  await keep(new Date().toISOString());
  return counts;
}

/** Cases whose anonymising was cut off before their key was destroyed. */
async function finishKeys(night: Night): Promise<void> {
  const { actor, at, counts, dryRun } = night;
  await pooled(AT_ONCE, await halfAnonymised(night.sql), (caseId) =>
    attempt(night, async () => {
      if (!dryRun) await anonymiseCase(night, { caseId, actor, because: 'retention', at });
      counts.keys += 1;
    }),
  );
}

/** A delivery is of a whole region: the region's policy of today says how long. */
async function takeDeliveries(night: Night): Promise<void> {
  const { sql, before, today } = night;
  for (const regionId of await regionIds(sql)) {
    await attempt(night, async () => {
      const { region } = await policiesOn(sql, regionId, today);
      await throughPages(
        night,
        (after) => deliveriesToClear(sql, regionId, { before, after, limit: PAGE }),
        (rows) => pooled(AT_ONCE, rows, (row) => attempt(night, () => takeDelivery(night, row, noCaseDueOn(row.finishedAt, region.retention)))),
      );
    });
  }
}

async function takeDelivery(night: Night, { id }: DeliveryToClear, dueOn: string): Promise<void> {
  const { actor, at, today, counts, dryRun } = night;
  if (dueOn > today) return;
  const rows = dryRun ? 0 : await clearDelivery(night, { deliveryId: id, actor, at, dueOn });
  if (rows === null) return;
  counts.deliveries += 1;
  counts.deliveryRows += rows;
}

async function takeLeftovers(night: Night): Promise<void> {
  const { sql, keys, at, today, counts, dryRun } = night;
  await attempt(night, async () => {
    const gone = await removeSightings(sql, addMonths(today, -SIGHTING_MONTHS), { dryRun });
    counts.sightings += gone;
  });
  await attempt(night, async () => {
    const gone = await removeStrayNotes(sql, startOfDay(addDays(today, -STRAY_AFTER_DAYS)), { dryRun });
    counts.notes += gone;
  });
  await attempt(night, async () => {
    const gone = await removeOldCheckLists(sql, today, { dryRun });
    counts.checkLists += gone;
  });
  await attempt(night, async () => {
    if (!dryRun) await keys.destroy(Array.from({ length: TOLD_NIGHTS }, (_, n) => keyOfTold(addDays(today, -TOLD_DAYS - n))), at);
  });
  await attempt(night, async () => {
    if (!dryRun) await removeRequestKeys(sql, keys, addDays(today, -REQUEST_KEY_DAYS), at);
  });
  await attempt(night, async () => {
    const gone = await takeProposals(night);
    counts.proposals += gone;
  });
}

function takeProposals({ sql, actor, at, today, dryRun }: Night): Promise<number> {
  return sql.begin(async (tx) => {
    const ids = await discardOldProposals(tx, startOfDay(addDays(today, -PROPOSAL_DAYS)), at, { dryRun });
    if (!dryRun) for (const changeId of ids) await writeAudit(tx, actor, { action: 'discard-change', outcome: 'done', at, detail: { changeId } });
    return ids.length;
  });
}
