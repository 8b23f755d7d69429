/** The fix of a resource in an attribute that nobody closes: the method of its class that closes the object closes it too. */
import type { CloseAttributeAction } from "../diagnostics/resource-repair.ts";
import { say } from "../language/say.ts";
import { Kind, kindOf, nameOf, nextOf } from "../syntax/index.ts";
import type { NodeId, SyntaxTree } from "../syntax/index.ts";
import type { Written } from "./call-fixes.ts";
import { addToMethod, statementsOf } from "./method-end.ts";
import { childrenOf, isFunction, type SourceFile } from "./source-file.ts";

/** Methods that end an object's life, the one to use first. */
const closingMethods = ["aclose", "close", "stop", "shutdown", "disconnect", "__aexit__", "__exit__"];

/** `path` leads to the call that opens it: `self.x = call` or `self.x = await call`, in a method. */
export function writeCloseAttribute(
  file: SourceFile,
  path: readonly NodeId[],
  { closer, isAwaited }: CloseAttributeAction,
): Written | undefined {
  const { tree } = file;
  const fn = path.findLastIndex((node) => isFunction(tree, node));
  const [cls = 0, body = 0, opener = 0] = path.slice(fn - 2, fn + 1);
  const attribute = attributeSet(tree, path.slice(fn + 1));
  if (attribute === undefined || kindOf(tree, cls) !== Kind.ClassDef || attribute.owner !== selfOf(tree, opener))
    return undefined;
  const methods = childrenOf(tree, body).filter((node) => isFunction(tree, node));
  const mayClose = (node: NodeId): boolean => kindOf(tree, node) === Kind.AsyncFunctionDef || !isAwaited;
  const method = closingMethods
    .map((name) => methods.find((node) => methodName(tree, node) === name && mayClose(node)))
    .find((node) => node !== undefined && selfOf(tree, node) !== undefined);
  const state = method === opener ? undefined : stateOf(file, methods, body, attribute);
  if (method === undefined || state === undefined) return undefined;
  const held = `${selfOf(tree, method) ?? ""}.${attribute.name}`;
  const closing = `${isAwaited ? "await " : ""}${held}.${closer}()`;
  const written = addToMethod(file, method, attribute.name, (unit) =>
    state === "set" ? [closing] : [`if ${held} is not None:`, `${unit}${closing}`],
  );
  return written && { title: say`Close \`${attribute.name}\` in \`${methodName(tree, method)}\``, edits: written };
}

/** An attribute that an assignment gives a value to, and the name it is reached by. */
interface AttributeSet {
  readonly statement: NodeId;
  readonly owner: string;
  readonly name: string;
}

function attributeSet(tree: SyntaxTree, path: readonly NodeId[]): AttributeSet | undefined {
  const statement = path.find((node) => kindOf(tree, node) === Kind.Assign || kindOf(tree, node) === Kind.AnnAssign);
  if (statement === undefined) return undefined;
  const target = statement + 1;
  const isAttribute = kindOf(tree, target) === Kind.Attribute && kindOf(tree, target + 1) === Kind.Name;
  return isAttribute ? { statement, owner: nameOf(tree, target + 1), name: nameOf(tree, target) } : undefined;
}

function methodName(tree: SyntaxTree, fn: NodeId): string {
  return kindOf(tree, fn) === Kind.Lambda ? "" : nameOf(tree, nextOf(tree, fn + 1));
}

/** The name of the first parameter of a method without decorators. */
function selfOf(tree: SyntaxTree, fn: NodeId): string | undefined {
  if (kindOf(tree, fn) === Kind.Lambda || childrenOf(tree, fn + 1).length > 0) return undefined;
  const list = childrenOf(tree, fn).find((child) => kindOf(tree, child) === Kind.Parameters) ?? 0;
  const [first] = childrenOf(tree, list);
  return first !== undefined && kindOf(tree, first) === Kind.Parameter ? nameOf(tree, first + 1) : undefined;
}

/**
 * What the attribute surely is when the object is closed: `set` where every object gets it when it is made, `maybe` where it is
 * None until then; undefined where there may be no such attribute, or something else in it.
 */
function stateOf(
  file: SourceFile,
  methods: readonly NodeId[],
  body: NodeId,
  { statement, name }: AttributeSet,
): "set" | "maybe" | undefined {
  const { tree } = file;
  const constructor = methods.find((node) => methodName(tree, node) === "__init__");
  const made = constructor === undefined ? [] : statementsOf(tree, constructor);
  const first = [...childrenOf(tree, body), ...made].filter((node) => isNone(file, node, name));
  const others = methods.flatMap((node) => assignmentsTo(tree, node, name)).filter((node) => node !== statement);
  if (others.some((node) => !isNone(file, node, name))) return undefined;
  if (first.length > 0) return "maybe";
  return made.includes(statement) && others.length === 0 ? "set" : undefined;
}

/** `x = None`, `self.x: Session | None = None` */
function isNone({ tree }: SourceFile, statement: NodeId, name: string): boolean {
  const kind = kindOf(tree, statement);
  if (kind !== Kind.Assign && kind !== Kind.AnnAssign) return false;
  const children = childrenOf(tree, statement);
  const target = children[0] ?? 0;
  const isTarget =
    (kindOf(tree, target) === Kind.Attribute || kindOf(tree, target) === Kind.Name) && nameOf(tree, target) === name;
  return isTarget && kindOf(tree, children.at(-1) ?? 0) === Kind.None;
}

/** Assignments of any form to an attribute of that name. */
function assignmentsTo(tree: SyntaxTree, fn: NodeId, name: string): NodeId[] {
  const found: NodeId[] = [];
  for (let node = fn + 1; node < nextOf(tree, fn); node++) {
    const kind = kindOf(tree, node);
    if (kind !== Kind.Assign && kind !== Kind.AnnAssign && kind !== Kind.AugAssign) continue;
    const targets = childrenOf(tree, node).slice(0, kind === Kind.Assign ? -1 : 1);
    const isOf = (target: NodeId): boolean => kindOf(tree, target) === Kind.Attribute && nameOf(tree, target) === name;
    if (targets.some((target) => isOf(target) || childrenOf(tree, target).some(isOf))) found.push(node);
  }
  return found;
}
