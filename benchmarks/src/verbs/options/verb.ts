// A verb of the command line: a command whose options are a table, and which remembers what the user wrote for them.
import { Command, Help } from "commander";
import { warn } from "../../warn.ts";
import type { OptionTable, Values } from "./option.ts";

/** What the user wrote for each option that was given, by its name without dashes; null where an option has no value. */
export type Written = ReadonlyMap<string, readonly (string | null)[]>;

export class Verb<O extends OptionTable = OptionTable> extends Command {
  readonly #texts = new Map<string, readonly (string | null)[]>();

  constructor(name: string, table: O) {
    super(name);
    for (const [key, option] of Object.entries(table)) {
      if (option.attributeName() !== key)
        throw new Error(`option ${option.long} stands in its table as ${key}`);
      this.addOption(option);
      this.on(`option:${option.name()}`, (text: string | null = null) => {
        const before = this.#texts.get(option.name()) ?? [];
        this.#texts.set(option.name(), option.repeatable ? [...before, text] : [text]);
      });
    }
    this.exitOverride();
    this.configureOutput({ writeErr: (text) => warn(text.trimEnd()) });
    // that an option which is either given or not is not given by default goes without saying
    const { optionDescription } = Help.prototype;
    this.configureHelp({
      optionDescription(option) {
        return option.isBoolean() ? option.description : optionDescription.call(this, option);
      },
    });
  }

  /** What the verb does: given the values of its options, what the user wrote for them, and its arguments. */
  does<A extends unknown[]>(run: (options: Values<O>, written: Written, ...given: A) => Promise<void>): this {
    return this.action((...all) => {
      const given = all.slice(0, this.registeredArguments.length) as A;
      return run(this.opts() as Values<O>, this.#written(), ...given);
    });
  }

  /** In the order of the help text. */
  #written(): Written {
    return new Map(
      this.options.flatMap((option) => {
        const texts = this.#texts.get(option.name());
        return texts === undefined ? [] : [[option.name(), texts] as const];
      }),
    );
  }
}
