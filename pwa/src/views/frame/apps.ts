import type { Person } from '../../app/contract';

export type AppSide = 'field' | 'office';

/** Which sides of the app a role works on; the first is where it starts. */
const SIDES: Record<Person['role'], readonly AppSide[]> = {
  coordinator: ['field'],
  reviewer: ['office'],
  administrator: ['office'],
};

export const sidesOf = (role: Person['role']): readonly AppSide[] => SIDES[role];

export const homeOf = (role: Person['role']): string => (SIDES[role][0] === 'office' ? '#/office/queue' : '#/today');

export const SIDE_NAMES: Record<AppSide, string> = { field: 'Field', office: 'Office' };
export const SIDE_HOMES: Record<AppSide, string> = { field: '#/today', office: '#/office/queue' };

export const ROLE_NAMES: Record<Person['role'], string> = {
  administrator: 'Administrator',
  coordinator: 'Coordinator',
  reviewer: 'Reviewer',
};

/** "AR" of "Ana Ruiz". */
export const personInitials = (name: string): string => {
  const words = name.trim().split(/\s+/u);
  return [words[0] ?? '', words.length > 1 ? (words.at(-1) ?? '') : ''].map((word) => word.charAt(0).toUpperCase()).join('');
};
