export function nodeProblem(version: string, engines: string): string | undefined;
