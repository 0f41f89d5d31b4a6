import type { CallingActor } from '../../actor.ts';
import type { Sql } from '../../db/connect.ts';
import { listTeams } from '../../db/queries/identity/reference.ts';
import { currentCalendar } from '../../db/queries/planning/closed-days.ts';
import { loadByDeadline, loadByPerson, loadByPhase, type Load, type PersonsLoad } from '../../db/queries/worklists/work-in-hand.ts';
import { phaseLabels, runningPhases } from '../../domain/case/lifecycle.ts';
import { soonUntil } from '../../domain/deadlines/due.ts';
import { deadlineKinds } from '../../domain/planning/policy.ts';
import { localDate } from '../../domain/time/dates.ts';
import { deadlineLabels } from '../../wording/labels/labels.ts';

const none: Load = { cases: 0, late: 0, today: 0, soon: 0, paused: 0 };

function sumOf(loads: readonly Load[]): Load {
  const sum = { ...none };
  for (const load of loads) for (const key of Object.keys(none) as (keyof Load)[]) sum[key] += load[key];
  return sum;
}

/**
 * The work in hand now: of each team and of each person in it, of each phase, of each kind of deadline. A team without cases is there
 * with zeros; cases without a team come last.
 * @param municipality only of this one
 */
export async function readWorkInHand(sql: Sql, actor: CallingActor, { municipality }: { municipality?: string | undefined }) {
  const today = localDate(new Date().toISOString());
  const wanted = { today, soonUntil: soonUntil(today, await currentCalendar(sql)), municipality };
  return sql.begin(async (tx) => {
    const [teams, persons, phases, deadlines] = [await listTeams(tx, actor), await loadByPerson(tx, actor, wanted), await loadByPhase(tx, actor, wanted), await loadByDeadline(tx, actor, wanted)];
    const shown = teams.filter(({ municipalityCode }) => municipality === undefined || municipalityCode === municipality);
    const outside = persons.filter(({ teamId }) => !shown.some(({ id }) => id === teamId));
    return {
      teams: [
        ...shown.map(({ id, name, municipalityCode }) => ({ teamId: id, team: name, municipalityCode, ...ofTeam(persons.filter(({ teamId }) => teamId === id)) })),
        ...(outside.length === 0 ? [] : [{ teamId: null, team: null, municipalityCode: null, ...ofTeam(outside) }]),
      ],
      phases: runningPhases.map((phase) => ({ label: phaseLabels[phase], ...none, ...phases.find((row) => row.phase === phase), phase })),
      deadlines: deadlineKinds.map((kind) => ({ label: deadlineLabels[kind], running: 0, late: 0, today: 0, soon: 0, paused: 0, ...deadlines.find((row) => row.kind === kind), kind })),
    };
  });
}

const ofTeam = (persons: readonly PersonsLoad[]) => ({ ...sumOf(persons), people: persons.map(({ caseworkerId, caseworker, cases, late, today, soon, paused }) => ({ caseworkerId, caseworker, cases, late, today, soon, paused })) });
