import type { Code } from './hints.ts';

/** What is wrong with a server, in words that name the file. */
export interface Complaint {
  readonly code: Code;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly cause?: string;
}

export function error(code: Code, message: string, cause?: string): Complaint {
  return { code, severity: 'error', message, ...(cause !== undefined && { cause }) };
}

export function warning(code: Code, message: string, cause?: string): Complaint {
  return { code, severity: 'warning', message, ...(cause !== undefined && { cause }) };
}
