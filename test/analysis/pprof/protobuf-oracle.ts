import { create, createFileRegistry, fromBinary, type Message } from '@bufbuild/protobuf';
import {
  FieldDescriptorProto_Label,
  FieldDescriptorProto_Type,
  FileDescriptorProtoSchema,
  type DescriptorProto,
} from '@bufbuild/protobuf/wkt';

const { INT64, UINT64, BOOL, STRING, MESSAGE } = FieldDescriptorProto_Type;

type FieldSpec = readonly [name: string, type: FieldDescriptorProto_Type | string, repeated?: boolean];

/** profile.proto, by field number from 1. */
const messages: Readonly<Record<string, readonly FieldSpec[]>> = {
  Profile: [
    ['sample_type', 'ValueType', true],
    ['sample', 'Sample', true],
    ['mapping', 'Mapping', true],
    ['location', 'Location', true],
    ['function', 'Function', true],
    ['string_table', STRING, true],
    ['drop_frames', INT64],
    ['keep_frames', INT64],
    ['time_nanos', INT64],
    ['duration_nanos', INT64],
    ['period_type', 'ValueType'],
    ['period', INT64],
    ['comment', INT64, true],
    ['default_sample_type', INT64],
    ['doc_url', INT64],
  ],
  ValueType: [
    ['type', INT64],
    ['unit', INT64],
  ],
  Sample: [
    ['location_id', UINT64, true],
    ['value', INT64, true],
    ['label', 'Label', true],
  ],
  Label: [
    ['key', INT64],
    ['str', INT64],
    ['num', INT64],
    ['num_unit', INT64],
  ],
  Mapping: [
    ['id', UINT64],
    ['memory_start', UINT64],
    ['memory_limit', UINT64],
    ['file_offset', UINT64],
    ['filename', INT64],
    ['build_id', INT64],
    ['has_functions', BOOL],
    ['has_filenames', BOOL],
    ['has_line_numbers', BOOL],
    ['has_inline_frames', BOOL],
  ],
  Location: [
    ['id', UINT64],
    ['mapping_id', UINT64],
    ['address', UINT64],
    ['line', 'Line', true],
    ['is_folded', BOOL],
  ],
  Line: [
    ['function_id', UINT64],
    ['line', INT64],
    ['column', INT64],
  ],
  Function: [
    ['id', UINT64],
    ['name', INT64],
    ['system_name', INT64],
    ['filename', INT64],
    ['start_line', INT64],
  ],
};

function messageType([name, fields]: readonly [string, readonly FieldSpec[]]): Partial<DescriptorProto> {
  return {
    name,
    field: fields.map(([field, type, repeated], i) => ({
      name: field,
      number: i + 1,
      label: repeated ? FieldDescriptorProto_Label.REPEATED : FieldDescriptorProto_Label.OPTIONAL,
      type: typeof type === 'string' ? MESSAGE : type,
      typeName: typeof type === 'string' ? `.perftools.profiles.${type}` : '',
      jsonName: field,
    })) as DescriptorProto['field'],
  };
}

const file = create(FileDescriptorProtoSchema, {
  name: 'profile.proto',
  package: 'perftools.profiles',
  syntax: 'proto3',
  messageType: Object.entries(messages).map(messageType) as DescriptorProto[],
});

/** A profile as protobuf-es decodes it. */
export interface OracleProfile extends Message {
  readonly sample: readonly {
    readonly locationId: readonly bigint[];
    readonly value: readonly bigint[];
    readonly label: readonly unknown[];
  }[];
  readonly mapping: readonly { readonly memoryStart: bigint; readonly memoryLimit: bigint }[];
  readonly location: readonly {
    readonly id: bigint;
    readonly address: bigint;
    readonly line: readonly { readonly line: bigint; readonly column: bigint }[];
  }[];
  readonly function: readonly { readonly id: bigint; readonly name: bigint }[];
  readonly stringTable: readonly string[];
  readonly timeNanos: bigint;
  readonly period: bigint;
}

export function decodeByProtobufEs(bytes: Uint8Array): OracleProfile {
  const schema = createFileRegistry(file, () => undefined).getMessage('perftools.profiles.Profile');
  if (schema === undefined) throw new Error('the oracle has no Profile message');
  return fromBinary(schema, bytes) as unknown as OracleProfile;
}
