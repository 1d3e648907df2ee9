/**
 * A patient's digest: the sum, modulo 2^64, of the first eight bytes of SHA-256 over record id, a nought
 * and version, of all her records. A sum, so that neither side has to sort or to start over.
 */
interface Versioned {
  id: string;
  version: number;
}

export class Digests {
  readonly #known = new Map<string, { version: number; part: bigint }>();

  /** `sha256` gives lower-case hex, one a text. */
  constructor(private readonly sha256: (texts: string[]) => Promise<string[]>) {}

  async of(records: Versioned[]): Promise<string> {
    await this.#learn(records.filter(({ id, version }) => this.#known.get(id)?.version !== version));
    const sum = records.reduce((total, { id }) => total + (this.#known.get(id)?.part ?? 0n), 0n);
    return BigInt.asUintN(64, sum).toString(16).padStart(16, '0');
  }

  /** Patients whose records here are not those that the server counted. */
  async differing(told: Record<string, string>, recordsOf: (patient: string) => Versioned[]): Promise<string[]> {
    const found: string[] = [];
    for (const [patient, digest] of Object.entries(told)) {
      if ((await this.of(recordsOf(patient))) !== digest) found.push(patient);
    }
    return found;
  }

  async #learn(records: Versioned[]): Promise<void> {
    if (records.length === 0) return;
    const hashes = await this.sha256(records.map(({ id, version }) => `${id}\0${version}`));
    records.forEach(({ id, version }, at) => {
      this.#known.set(id, { version, part: BigInt(`0x${hashes[at]?.slice(0, 16) ?? '0'}`) });
    });
  }
}
