import { findBreaches, type Found } from '../src/usecases/breaches/find-breaches.ts';
import type { Dependencies } from './dependencies.ts';

/** The nightly look for breaches of agreements; found twice they are there once. */
export const breachActivities = ({ sql }: Dependencies) => ({
  findBreachesTonight: (): Promise<Found> => findBreaches(sql, new Date().toISOString()),
});
