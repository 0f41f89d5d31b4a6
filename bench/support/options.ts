import { parseArgs } from 'node:util';

export interface Size {
  /** A few of each, to see that everything works: its numbers say nothing. */
  quick: boolean;
}

export interface Options extends Size {
  only: readonly string[];
}

/** @throws Error that names the chapters there are */
export function readOptions(args: string[], chapters: readonly string[]): Options {
  const { values } = parseArgs({ args, options: { only: { type: 'string' }, quick: { type: 'boolean', default: false } } });
  const only = values.only?.split(',') ?? [];
  const unknown = only.filter((name) => !chapters.includes(name));
  if (unknown.length > 0) throw new Error(`There is no ${unknown.join(', ')}: choose from ${chapters.join(', ')}.`);
  return { only, quick: values.quick };
}
