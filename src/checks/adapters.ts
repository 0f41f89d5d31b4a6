/** Which adapter answers a check. */
import type { Config } from '../config.ts';
import type { Db } from '../db/connect.ts';
import { hashesInList } from '../db/queries/checks/lists.ts';
import type { CheckCode, CheckWay } from '../domain/checks/check.ts';
import type { LocalDate } from '../domain/time/dates.ts';
import { askAddresses } from './addresses.ts';
import { CheckFailed, type Ask } from './adapter.ts';
import { askList } from './own-list.ts';
import { askPopulation } from './population.ts';
import { askService, type ServiceSettings } from './service.ts';

const services: Readonly<Record<CheckCode, (settings: ServiceSettings) => Ask>> = { 'debt-services': askService, benefits: askService, population: askPopulation, addresses: askAddresses };

interface Chosen {
  check: CheckCode;
  way: CheckWay;
  municipalityCode: string;
  today: LocalDate;
}

/** @throws CheckFailed for a service of which this process has no address */
export function adapterFor({ sql, config }: { sql: Db; config: Pick<Config, 'hashKey' | 'checks' | 'checkSecrets'> }, { check, way, municipalityCode, today }: Chosen): Ask {
  if (way === 'list') return askList(config.hashKey, (hashes) => hashesInList(sql, { check, municipalityCode, today }, hashes));
  const url = config.checks.urls[check];
  if (url === undefined) throw new CheckFailed('not-set-up');
  return services[check]({ url, secret: config.checkSecrets[check], timeoutMs: config.checks.timeoutMs });
}
