// ONNX models of a few nodes, as bytes: the fields of onnx.proto3 (https://onnx.ai, IR version 8, opset 13) that they need.

type Field = readonly [number: number, value: number | string | Uint8Array | readonly Field[]];

function varint(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest % 128) + 128);
  }
}

/** A protocol buffer message: whole numbers as varints, everything else with its length before it. */
function message(fields: readonly Field[]): Uint8Array {
  const parts = fields.flatMap(([number, value]) => {
    if (typeof value === "number") return [...varint(number * 8), ...varint(value)];
    const bytes =
      typeof value === "string" ? Buffer.from(value) : value instanceof Uint8Array ? value : message(value);
    return [...varint(number * 8 + 2), ...varint(bytes.length), ...bytes];
  });
  return Uint8Array.from(parts);
}

const FLOAT = 1;
const INT_ATTRIBUTE = 2;

export interface Node {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly output: string;
  /** whole numbers */
  readonly attributes?: Readonly<Record<string, number>>;
}

/** Matrices in and out are float32; dims are names of sizes, or numbers. */
export type Shapes = Readonly<Record<string, readonly (string | number)[]>>;

/** The model that computes `outputs` from `inputs` by these nodes, in this order. */
export function onnxModel(nodes: readonly Node[], inputs: Shapes, outputs: Shapes): Uint8Array {
  const valueInfo = ([name, dims]: [string, Shapes[string]]): readonly Field[] => {
    const shape = dims.map((dim): Field => [1, [typeof dim === "number" ? [1, dim] : [2, dim]]]);
    return [
      [1, name],
      [
        2,
        [
          [
            1,
            [
              [1, FLOAT],
              [2, shape],
            ],
          ],
        ],
      ],
    ];
  };
  const node = ({ op, inputs, output, attributes = {} }: Node): readonly Field[] => [
    ...inputs.map((name): Field => [1, name]),
    [2, output],
    [4, op],
    ...Object.entries(attributes).map(
      ([name, value]): Field => [
        5,
        [
          [1, name],
          [3, value],
          [20, INT_ATTRIBUTE],
        ],
      ],
    ),
  ];
  return message([
    [1, 8],
    [
      8,
      [
        [1, ""],
        [2, 13],
      ],
    ],
    [
      7,
      [
        ...nodes.map((one): Field => [1, node(one)]),
        [2, "graph"],
        ...Object.entries(inputs).map((one): Field => [11, valueInfo(one)]),
        ...Object.entries(outputs).map((one): Field => [12, valueInfo(one)]),
      ],
    ],
  ]);
}
