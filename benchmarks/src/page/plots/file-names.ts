// Names of plots as names of files: whatever a result calls its parts, no plot leaves its folder or takes another's place.
import type { Plot } from "./plot.ts";

const LONGEST = 80;
/** What Windows takes for a device, whatever the extension. */
const device = /^(?:con|prn|aux|nul|com\d|lpt\d)$/;

/** Lower-case letters, digits, "-" and "_" alone. */
function slug(name: string): string {
  const plain = name
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^a-z0-9_-]+/g, "_")
    .slice(0, LONGEST);
  return plain === "" || device.test(plain) ? `plot_${plain}` : plain;
}

/** The plots of one page under names that are theirs alone; a name that is a slug already stays. */
export function withFileNames(plots: readonly Plot[]): Plot[] {
  const taken = new Set<string>();
  return plots.map((plot) => {
    const own = slug(plot.name);
    let name = own;
    for (let k = 2; taken.has(name); k++) name = `${own}_${k}`;
    taken.add(name);
    return { ...plot, name };
  });
}
