/** What somebody looks for from where. It lives as long as its screen. */
export class Near {
  zip = $state('');
  within = $state<number | null>(null);
}
