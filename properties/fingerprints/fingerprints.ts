/** What a counterexample was found with, by fingerprints, and which parts of that are others today. */

/** In the order of reports. `against`: the implementation that one is compared with. */
const PARTS = ['program', 'implementation', 'against', 'model'] as const;

/** A part of what a counterexample depends on. */
export type Part = (typeof PARTS)[number];

/** The fingerprints of its parts, eight hexadecimal digits each. Absent: there is no such part, or it is not known. */
export type Fingerprints = { readonly [part in Part]?: string };

/** A part that is another one than when the counterexample was found. */
export interface Changed {
  readonly part: Part;
  /** Its fingerprint then, and today. */
  readonly found: string;
  readonly now: string;
}

/** Those of which something is known. */
export function fingerprintsOf(parts: { readonly [part in Part]?: string | undefined }): Fingerprints {
  return Object.fromEntries(PARTS.flatMap((part) => (parts[part] === undefined ? [] : [[part, parts[part]]])));
}

/** Of the parts that are known on both sides, those that differ. */
export function changedSince(found: Fingerprints, now: Fingerprints): readonly Changed[] {
  return PARTS.flatMap((part) => {
    const [before, after] = [found[part], now[part]];
    return before === undefined || after === undefined || before === after ? [] : [{ part, found: before, now: after }];
  });
}

const NAMES: Readonly<Record<Part, string>> = {
  program: 'program',
  implementation: 'implementation',
  against: 'implementation it is compared with',
  model: 'model',
};

/**
 * One sentence that says which parts are others, and what that means. Undefined: none is.
 *
 * @param follows what is shown below: `how the schedule runs on today's`
 */
export function changedText(changed: readonly Changed[], follows: string): string | undefined {
  if (changed.length === 0) return undefined;
  const named = changed.map(({ part, found, now }) => `the ${NAMES[part]} (${found}, now ${now})`);
  const are = changed.length === 1 ? 'is not the one' : 'are not those';
  const sentence = `${listed(named)} ${are} that this was found with: what follows is ${follows}.`;
  return sentence.replace(/^the/, 'The');
}

/** `program 0a1b2c3d, implementation ..., model ...`; empty where nothing is known. */
export function fingerprintsText(fingerprints: Fingerprints): string {
  const known = PARTS.flatMap((part) =>
    fingerprints[part] === undefined ? [] : [`${NAMES[part]} ${fingerprints[part]}`],
  );
  return known.join(', ');
}

/** As short text within a token: four bytes each, the unknown empty. */
export function packFingerprints(fingerprints: Fingerprints): string {
  const packed = PARTS.map((part) => Buffer.from(fingerprints[part] ?? '', 'hex').toString('base64url'));
  return packed.join(' ').trimEnd();
}

export function unpackFingerprints(text: string): Fingerprints {
  const packed = text.split(' ');
  return fingerprintsOf(
    Object.fromEntries(
      PARTS.map((part, at) => [part, Buffer.from(packed[at] ?? '', 'base64url').toString('hex') || undefined]),
    ),
  );
}

function listed(texts: readonly string[]): string {
  const last = texts.at(-1) ?? '';
  return texts.length < 2 ? last : `${texts.slice(0, -1).join(', ')} and ${last}`;
}
