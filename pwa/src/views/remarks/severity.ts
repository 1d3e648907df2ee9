import { KINDS } from '../../domain/generated/kinds';
import type { Severity } from '../../domain/rounds';
import type { Tone } from '../parts/tones';

/** Words and tone of a remark's severity; the words are the kind's own. */
export const SEVERITY = (KINDS.remark.fields.severity?.choices ?? {}) as Readonly<Record<Severity, string>>;
export const SEVERITIES: readonly Severity[] = ['must-fix', 'check', 'info'];
export const SEVERITY_TONE: Readonly<Record<Severity, Tone>> = { 'must-fix': 'danger', check: 'warning', info: 'info' };
