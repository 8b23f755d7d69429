"""Dumps CPython's syntax trees in the shape of Uncoil's, for `scripts/oracle.ts` to compare.

A tree is a flat array of 32-bit integers, `WIDTH` per node in pre-order: kind (of `src/syntax/node-kind.ts`), depth,
first line, first column, last line, last column, data. Columns are UTF-8 bytes. A line of -1 means that CPython does
not know this end of the range, and data of `NO_DATA` that there is nothing to compare. Names and string values are
CRC-32s.

As a script: reads paths from standard input, and writes for each a header (status, length in bytes) and the array, or
the message of the error, to standard output. `dump(source)` is for Pyodide.
"""

import array
import ast
import re
import struct
import sys
import threading
import warnings
import zlib

NO_DATA = -2147483648
OK, REJECTED, GAVE_UP = 0, 1, 2
INNER_RANGES = sys.version_info >= (3, 12)
LATER = sys.version_info >= (3, 12)

OPERATORS = {}
K = {}


def load_kinds(text):
    for name, value in re.findall(r"export const (\w+) = (\d+);", text):
        K[name] = int(value)
    for name in (
        "Add Sub Mult MatMult Div Mod Pow LShift RShift BitOr BitXor BitAnd FloorDiv Invert Not UAdd USub "
        "Eq NotEq Lt LtE Gt GtE Is IsNot In NotIn And Or"
    ).split():
        OPERATORS[getattr(ast, name)] = K["Operator" + name]


def crc(text):
    return struct.unpack("i", struct.pack("I", zlib.crc32(text.encode("utf-8", "surrogatepass"))))[0]


class Dumper:
    def __init__(self):
        self.out = array.array("i")
        self.silent = 0
        """Above 0: ranges here are not to be relied on."""
        self.crcs = {}

    def name(self, text):
        if text is None:
            return -1
        value = self.crcs.get(text)
        if value is None:
            value = self.crcs[text] = crc(text)
        return value

    def add(self, kind, depth, node, data=0):
        """A node with the range of an `ast` node."""
        if self.silent:
            self.out.extend((kind, depth, -1, 0, -1, 0, data))
        else:
            self.out.extend((kind, depth, node.lineno, node.col_offset, node.end_lineno, node.end_col_offset, data))

    def bare(self, kind, depth, data=0):
        """A node whose range CPython does not know."""
        self.out.extend((kind, depth, -1, 0, -1, 0, data))

    def optional(self, node, depth):
        if node is None:
            self.bare(K["Absent"], depth)
        else:
            self.visit(node, depth)

    def identifier(self, text, depth):
        self.bare(K["Identifier"], depth, self.name(text))

    def visit(self, node, depth):
        method = getattr(self, type(node).__name__, None)
        if method is not None:
            method(node, depth)
            return
        self.add(K[type(node).__name__], depth, node)
        for child in ast.iter_child_nodes(node):
            if not isinstance(child, ast.expr_context):
                self.visit(child, depth + 1)

    def visit_all(self, nodes, depth):
        for node in nodes:
            self.visit(node, depth)

    def block(self, statements, depth):
        first, last = statements[0], statements[-1]
        decorators = getattr(first, "decorator_list", None)
        if decorators:
            # Begins at the `@`, which no node has in its range.
            self.out.extend((K["Block"], depth, -1, 0, last.end_lineno, last.end_col_offset, 0))
        else:
            self.out.extend(
                (K["Block"], depth, first.lineno, first.col_offset, last.end_lineno, last.end_col_offset, 0)
            )
        self.visit_all(statements, depth + 1)

    def optional_block(self, statements, depth):
        if statements:
            self.block(statements, depth)
        else:
            self.bare(K["Absent"], depth)

    # Statements

    def Module(self, node, depth):
        self.bare(K["Module"], depth)
        self.visit_all(node.body, depth + 1)

    def FunctionDef(self, node, depth):
        self.add(K[type(node).__name__], depth, node)
        self.definition(node, depth)
        self.parameters(node.args, depth + 1)
        self.optional(node.returns, depth + 1)
        self.block(node.body, depth + 1)

    AsyncFunctionDef = FunctionDef

    def definition(self, node, depth):
        self.bare(K["DecoratorList"], depth + 1)
        self.visit_all(node.decorator_list, depth + 2)
        self.identifier(node.name, depth + 1)
        self.type_parameters(node, depth + 1)

    def type_parameters(self, node, depth):
        parameters = getattr(node, "type_params", None)
        if not parameters:
            self.bare(K["Absent"], depth)
            return
        self.bare(K["TypeParameters"], depth)
        for parameter in parameters:
            self.add(K[type(parameter).__name__], depth + 1, parameter)
            self.identifier(parameter.name, depth + 2)
            if isinstance(parameter, ast.TypeVar):
                self.optional(parameter.bound, depth + 2)
            self.optional(getattr(parameter, "default_value", None), depth + 2)

    def parameters(self, node, depth):
        self.bare(K["Parameters"], depth)
        positional = node.posonlyargs + node.args
        defaults = [None] * (len(positional) - len(node.defaults)) + node.defaults
        for i, (parameter, default) in enumerate(zip(positional, defaults)):
            kind = "PositionalOnly" if i < len(node.posonlyargs) else "PositionalOrKeyword"
            self.parameter(parameter, default, kind, depth + 1)
        if node.vararg:
            self.parameter(node.vararg, None, "Variadic", depth + 1)
        for parameter, default in zip(node.kwonlyargs, node.kw_defaults):
            self.parameter(parameter, default, "KeywordOnly", depth + 1)
        if node.kwarg:
            self.parameter(node.kwarg, None, "Keywords", depth + 1)

    def parameter(self, node, default, kind, depth):
        """`arg` goes from the name to the annotation: the name is where the Identifier is compared."""
        self.bare(K["Parameter"], depth, K["Parameter" + kind])
        identifier = (K["Identifier"], depth + 1, node.lineno, node.col_offset)
        if self.silent:
            self.identifier(node.arg, depth + 1)
        elif node.annotation is None:
            self.out.extend(identifier + (node.end_lineno, node.end_col_offset, self.name(node.arg)))
        else:
            self.out.extend(identifier + (-1, 0, self.name(node.arg)))
        self.optional(node.annotation, depth + 1)
        self.optional(default, depth + 1)

    def ClassDef(self, node, depth):
        self.add(K["ClassDef"], depth, node)
        self.definition(node, depth)
        self.arguments(node.bases, node.keywords, depth + 1)
        self.block(node.body, depth + 1)

    def arguments(self, positional, keywords, depth):
        self.bare(K["ArgumentList"], depth)
        arguments = positional + keywords
        if keywords:
            arguments.sort(key=lambda argument: (argument.lineno, argument.col_offset))
        self.visit_all(arguments, depth + 1)

    def keyword(self, node, depth):
        self.add(K["Keyword"], depth, node, self.name(node.arg))
        self.visit(node.value, depth + 1)

    def Return(self, node, depth):
        self.add(K["Return"], depth, node)
        self.optional(node.value, depth + 1)

    def Assign(self, node, depth):
        self.add(K["Assign"], depth, node)
        self.visit_all(node.targets, depth + 1)
        self.visit(node.value, depth + 1)

    def AugAssign(self, node, depth):
        self.add(K["AugAssign"], depth, node, OPERATORS[type(node.op)])
        self.visit(node.target, depth + 1)
        self.visit(node.value, depth + 1)

    def AnnAssign(self, node, depth):
        self.add(K["AnnAssign"], depth, node, node.simple)
        self.visit(node.target, depth + 1)
        self.visit(node.annotation, depth + 1)
        self.optional(node.value, depth + 1)

    def TypeAlias(self, node, depth):
        self.add(K["TypeAlias"], depth, node)
        self.visit(node.name, depth + 1)
        self.type_parameters(node, depth + 1)
        self.visit(node.value, depth + 1)

    def For(self, node, depth):
        self.add(K[type(node).__name__], depth, node)
        self.visit(node.target, depth + 1)
        self.visit(node.iter, depth + 1)
        self.block(node.body, depth + 1)
        self.optional_block(node.orelse, depth + 1)

    AsyncFor = For

    def While(self, node, depth):
        self.add(K["While"], depth, node)
        self.visit(node.test, depth + 1)
        self.block(node.body, depth + 1)
        self.optional_block(node.orelse, depth + 1)

    def If(self, node, depth):
        while True:
            self.add(K["If"], depth, node)
            self.visit(node.test, depth + 1)
            self.block(node.body, depth + 1)
            following = node.orelse
            if len(following) != 1 or not self.is_elif(node, following[0]):
                self.optional_block(following, depth + 1)
                return
            node = following[0]
            depth += 1

    def is_elif(self, node, other):
        """`else: if …` and `elif …` differ in `ast` by the text at the position only."""
        if not isinstance(other, ast.If):
            return False
        line = self.lines[other.lineno - 1]
        return line[other.col_offset : other.col_offset + 4] == b"elif"

    def With(self, node, depth):
        self.add(K[type(node).__name__], depth, node)
        for item in node.items:
            self.bare(K["WithItem"], depth + 1)
            self.visit(item.context_expr, depth + 2)
            self.optional(item.optional_vars, depth + 2)
        self.block(node.body, depth + 1)

    AsyncWith = With

    def Match(self, node, depth):
        self.add(K["Match"], depth, node)
        self.visit(node.subject, depth + 1)
        for case in node.cases:
            self.bare(K["MatchCase"], depth + 1)
            self.visit(case.pattern, depth + 2)
            self.optional(case.guard, depth + 2)
            self.block(case.body, depth + 2)

    def Raise(self, node, depth):
        self.add(K["Raise"], depth, node)
        self.optional(node.exc, depth + 1)
        self.optional(node.cause, depth + 1)

    def Try(self, node, depth):
        self.add(K[type(node).__name__], depth, node)
        self.block(node.body, depth + 1)
        for handler in node.handlers:
            self.add(K["ExceptHandler"], depth + 1, handler, self.name(handler.name))
            self.optional(handler.type, depth + 2)
            self.block(handler.body, depth + 2)
        self.optional_block(node.orelse, depth + 1)
        self.optional_block(node.finalbody, depth + 1)

    TryStar = Try

    def Assert(self, node, depth):
        self.add(K["Assert"], depth, node)
        self.visit(node.test, depth + 1)
        self.optional(node.msg, depth + 1)

    def Import(self, node, depth):
        self.add(K["Import"], depth, node)
        self.visit_all(node.names, depth + 1)

    def ImportFrom(self, node, depth):
        self.add(K["ImportFrom"], depth, node, node.level)
        if node.module is None:
            self.bare(K["Absent"], depth + 1)
        else:
            self.identifier(node.module, depth + 1)
        self.visit_all(node.names, depth + 1)

    def alias(self, node, depth):
        self.add(K["Alias"], depth, node, self.name(node.name))
        if node.asname is None:
            self.bare(K["Absent"], depth + 1)
        else:
            end = (node.end_lineno, node.end_col_offset)
            self.out.extend((K["Identifier"], depth + 1, -1, 0) + end + (self.name(node.asname),))

    def Global(self, node, depth):
        self.add(K[type(node).__name__], depth, node)
        for name in node.names:
            self.identifier(name, depth + 1)

    Nonlocal = Global

    def Expr(self, node, depth):
        self.add(K["ExpressionStatement"], depth, node)
        self.visit(node.value, depth + 1)

    # Patterns

    def MatchSingleton(self, node, depth):
        kind = {True: "True", False: "False", None: "None"}[node.value]
        self.add(K["MatchSingleton"], depth, node, K[kind])

    def MatchMapping(self, node, depth):
        self.add(K["MatchMapping"], depth, node, self.name(node.rest))
        for key, pattern in zip(node.keys, node.patterns):
            self.visit(key, depth + 1)
            self.visit(pattern, depth + 1)

    def MatchClass(self, node, depth):
        self.add(K["MatchClass"], depth, node, len(node.patterns))
        self.visit(node.cls, depth + 1)
        self.visit_all(node.patterns, depth + 1)
        for name, pattern in zip(node.kwd_attrs, node.kwd_patterns):
            self.bare(K["KeywordPattern"], depth + 1, self.name(name))
            self.visit(pattern, depth + 2)

    def MatchStar(self, node, depth):
        self.add(K["MatchStar"], depth, node, self.name(node.name))

    def MatchAs(self, node, depth):
        self.add(K["MatchAs"], depth, node, self.name(node.name))
        if node.pattern is not None:
            self.visit(node.pattern, depth + 1)

    # Expressions

    def BoolOp(self, node, depth):
        self.add(K["BoolOp"], depth, node, OPERATORS[type(node.op)])
        self.visit_all(node.values, depth + 1)

    def BinOp(self, node, depth):
        self.add(K["BinOp"], depth, node, OPERATORS[type(node.op)])
        self.visit(node.left, depth + 1)
        self.visit(node.right, depth + 1)

    def UnaryOp(self, node, depth):
        self.add(K["UnaryOp"], depth, node, OPERATORS[type(node.op)])
        self.visit(node.operand, depth + 1)

    def Lambda(self, node, depth):
        self.add(K["Lambda"], depth, node)
        self.parameters(node.args, depth + 1)
        self.visit(node.body, depth + 1)

    def IfExp(self, node, depth):
        self.add(K["IfExp"], depth, node)
        self.visit(node.body, depth + 1)
        self.visit(node.test, depth + 1)
        self.visit(node.orelse, depth + 1)

    def Dict(self, node, depth):
        self.add(K["Dict"], depth, node)
        for key, value in zip(node.keys, node.values):
            self.optional(key, depth + 1)
            self.visit(value, depth + 1)

    def DictComp(self, node, depth):
        self.add(K["DictComp"], depth, node)
        value = node.value
        if value is None:
            # PEP 798, `{**mapping for …}`: CPython has the mapping where the key is.
            self.bare(K["Absent"], depth + 1)
            value = node.key
        else:
            self.visit(node.key, depth + 1)
        self.visit(value, depth + 1)
        self.visit_all(node.generators, depth + 1)

    def comprehension(self, node, depth):
        self.bare(K["Comprehension"], depth, node.is_async)
        self.visit(node.target, depth + 1)
        self.visit(node.iter, depth + 1)
        self.visit_all(node.ifs, depth + 1)

    def Yield(self, node, depth):
        self.add(K["Yield"], depth, node)
        self.optional(node.value, depth + 1)

    def Compare(self, node, depth):
        self.add(K["Compare"], depth, node)
        self.visit(node.left, depth + 1)
        for operator, comparator in zip(node.ops, node.comparators):
            self.bare(K["CompareOperator"], depth + 1, OPERATORS[type(operator)])
            self.visit(comparator, depth + 1)

    def Call(self, node, depth):
        self.add(K["Call"], depth, node)
        self.visit(node.func, depth + 1)
        self.arguments(node.args, node.keywords, depth + 1)

    def JoinedStr(self, node, depth):
        self.add(K[type(node).__name__], depth, node)
        if not INNER_RANGES:
            self.silent += 1
        self.visit_all(node.values, depth + 1)
        if not INNER_RANGES:
            self.silent -= 1

    TemplateStr = JoinedStr

    def FormattedValue(self, node, depth):
        self.add(K[type(node).__name__], depth, node, node.conversion)
        self.visit(node.value, depth + 1)
        self.optional(node.format_spec, depth + 1)

    Interpolation = FormattedValue

    def Constant(self, node, depth):
        value = node.value
        if isinstance(value, str):
            self.add(K["String"], depth, node, crc(value))
        elif isinstance(value, bytes):
            self.add(K["Bytes"], depth, node, NO_DATA)
        elif value is None or value is True or value is False or value is Ellipsis:
            kind = "Ellipsis" if value is Ellipsis else str(value)
            self.add(K[kind], depth, node)
        else:
            data = 1 if isinstance(value, int) else 2 if isinstance(value, float) else 3
            self.add(K["Number"], depth, node, data)

    def Attribute(self, node, depth):
        name = self.name(node.attr)
        self.add(K["Attribute"], depth, node, name)
        self.visit(node.value, depth + 1)
        if self.silent:
            self.bare(K["Identifier"], depth + 1, name)
        else:
            end = (node.end_lineno, node.end_col_offset)
            self.out.extend((K["Identifier"], depth + 1, -1, 0) + end + (name,))

    def Starred(self, node, depth):
        self.add(K["Starred"], depth, node)
        self.visit(node.value, depth + 1)

    def Subscript(self, node, depth):
        self.add(K["Subscript"], depth, node)
        self.visit(node.value, depth + 1)
        self.visit(node.slice, depth + 1)

    def Name(self, node, depth):
        self.add(K["Name"], depth, node, self.name(node.id))

    def Tuple(self, node, depth):
        self.add(K[type(node).__name__], depth, node, NO_DATA)
        self.visit_all(node.elts, depth + 1)

    def Slice(self, node, depth):
        self.add(K["Slice"], depth, node)
        self.optional(node.lower, depth + 1)
        self.optional(node.upper, depth + 1)
        self.optional(node.step, depth + 1)


def dump(source):
    """(status, bytes): the array, or the message of what went wrong."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(source)
        dumper = Dumper()
        dumper.lines = source.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
        dumper.visit(tree, 0)
        return OK, dumper.out.tobytes()
    except SyntaxError as error:
        return REJECTED, f"{error.lineno}: {type(error).__name__}: {error.msg}".encode("utf-8", "replace")
    except (RecursionError, MemoryError) as error:
        return GAVE_UP, f"{type(error).__name__}: {error}".encode("utf-8", "replace")
    except ValueError as error:
        return REJECTED, f"0: ValueError: {error}".encode("utf-8", "replace")


def main():
    with open(sys.argv[1], encoding="utf-8") as kinds:
        load_kinds(kinds.read())
    out = sys.stdout.buffer
    for line in sys.stdin:
        with open(line.rstrip("\n"), "rb") as file:
            source = file.read()
        status, payload = dump(source)
        out.write(struct.pack("ii", status, len(payload)))
        out.write(payload)
    out.flush()


if __name__ == "__main__":
    sys.setrecursionlimit(100000)
    threading.stack_size(512 * 1024 * 1024)
    thread = threading.Thread(target=main)
    thread.start()
    thread.join()
