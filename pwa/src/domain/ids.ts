/** Ids of different things are different types. Same brands as the store's boundary. */

export type RecordId = string & { readonly brand: 'RecordId' };
export type PersonId = string & { readonly brand: 'PersonId' };
export type Stamp = string & { readonly brand: 'Stamp' };
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
