import type { DutyPlace } from '../../app/router';
import { ACTIONS } from '../actions/duty';
import { CALLS } from '../calls/duty';
import { CONFERENCES } from '../conferences/duty';
import { OPTIONS } from '../options/duty';
import { REFERRALS } from '../referrals/duty';
import { TASKS } from '../tasks/duty';
import { TEACHING } from '../teaching/duty';
import { TRANSITIONS } from '../transitions/duty';
import type { Duty } from './duty';

/** In the order in which a chart lists them. */
export const DUTIES: readonly Duty[] = [CONFERENCES, TRANSITIONS, REFERRALS, CALLS, OPTIONS, TEACHING, TASKS, ACTIONS];

export const dutyAt = (place: DutyPlace): Duty | undefined => DUTIES.find((duty) => duty.place === place);
