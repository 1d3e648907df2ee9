/**
 * The one place that makes script URLs trusted. The CSP names the two policies; each may only give
 * out addresses of this origin.
 */
type PolicyName = 'doorstep-sw' | 'doorstep-worker';

interface TrustedTypesFactory {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): unknown };
}

const policies = new Map<PolicyName, { createScriptURL(url: string): unknown }>();

/** The address as the type that `Worker` and `register` take; throws for another origin. */
export function trustedScriptUrl(name: PolicyName, url: string): string {
  const absolute = new URL(url, location.origin);
  if (absolute.origin !== location.origin) throw new Error(`not a script of this app: ${absolute.origin}`);
  const factory = (globalThis as { trustedTypes?: TrustedTypesFactory }).trustedTypes;
  if (factory === undefined) return absolute.href;
  const policy = policies.get(name) ?? factory.createPolicy(name, { createScriptURL: (checked) => checked });
  policies.set(name, policy);
  // The DOM's own types still take a string here; at run time it is a TrustedScriptURL.
  return policy.createScriptURL(absolute.href) as string;
}
