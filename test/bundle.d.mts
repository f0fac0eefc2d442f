export function bundleProgram(
  outdir: string,
  program?: Readonly<Record<string, string>>,
): Promise<readonly string[]>;
