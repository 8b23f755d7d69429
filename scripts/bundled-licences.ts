/** The licences of the packages whose code is in the bundle: what is given to others must come with them. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

interface PackageDescription {
  readonly name: string;
  readonly version: string;
  readonly license: string;
}

/** The text of the file that goes with the bundle, from the paths of the modules in it. */
export function describeLicences(moduleIds: readonly string[]): string {
  const directories = new Set(
    moduleIds.flatMap((id) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(id)?.[0] ?? []),
  );
  const parts = [...directories].toSorted().map((directory) => {
    const { name, version, license } = JSON.parse(
      readFileSync(join(directory, "package.json"), "utf8"),
    ) as PackageDescription;
    const file = readdirSync(directory).find((entry) => /^licen[cs]e/i.test(entry));
    if (file === undefined) throw new Error(`${name} has no licence file`);
    return `${name} ${version} (${license})\n\n${readFileSync(join(directory, file), "utf8").trim()}\n`;
  });
  return `Uncoil's bundle holds code of these packages.\n\n${parts.join(`\n${"-".repeat(80)}\n\n`)}`;
}
