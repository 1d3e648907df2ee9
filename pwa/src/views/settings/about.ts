import type { AppStore } from '../../app/contract';
import { anyValue, isObject, textField, textOf } from '../../domain/reading';

export interface Notice {
  title: string;
  text: string;
}

/** The notices that each instrument asks for, word for word as its form carries them. */
export const noticesOf = (store: Pick<AppStore, 'all'>): Notice[] =>
  store.all('form').flatMap((form): Notice[] => {
    const questionnaire = anyValue(form, 'questionnaire');
    const text = isObject(questionnaire) ? textOf(questionnaire.copyright) : '';
    return text === '' ? [] : [{ title: `${textField(form, 'title')} ${textField(form, 'version')}`, text }];
  });

/** LOINC asks for this notice wherever its codes are shown. */
export const LOINC_NOTICE =
  'This material contains content from LOINC (http://loinc.org). LOINC is copyright (c) Regenstrief Institute, Inc. and the Logical Observation Identifiers Names and Codes (LOINC) Committee and is available at no cost under the license at http://loinc.org/license. LOINC is a registered United States trademark of Regenstrief Institute, Inc.';
