"""f-strings as of PEP 701, where CPython 3.12 and later agree with each other."""

a = b = c = width = 1
f""
f"" ""
"" f""
f"a" "b" f"c{a}d" "e" f"{b}" 'f'
"a" "b" f"{a}"
"" f"{a}" "" f"{b}" ""
f"{a}{b}"
f"{{a}}{{{b}}}{{}}"
f"{{{{"
f"}}}}{a}"
f"{a!r}{a!s:>10}{a!a:{width}}"
f"{a:{width}.{c}f}"
f"{a:{{1: 2}[1]}}"
f"{a:{b:{c}}}"
f"{a:x{b}y{c}z}"
f"{a:}"
f"{a=}"
f"{a = }"
f"{ a = !r:^20}"
f"x{a=}y{b=:>5}z"
f"{a=}{b=}"
f"{(a)=}"
f"{a==b}{a!=b}{a<=b}{a>=b}"
f"{(a:=5)}{a:=5}"
f"{(lambda x: x)(1)}"
f"{[x for x in [1, 2] if x]}"
f"{ {1: 2}[1] }"
f"{ {x for x in 'a'} }"
f"{'a' 'b'}{f'{f"{a}"}'}"
f"{"nested " f"{'quotes'}"}"
f"{a, b}{*[1], 2}"
f"{yield_ if a else b}" if a else None
f"\N{BULLET}{a}\N{LATIN SMALL LETTER A}"
f"\{a}"
f"\\{a}\x41\101"
rf"\{a}\N{b}\\{c}"
fr"\\" f'\''
f'\'{a}\"'
rF'\'{a}\"'
f"""
a {a} "quoted" ""two"" {b!r}
{
    a  # a comment
    +
    b
}
{a:
}
"""
f'''{a:{width}
  x}'''
f"{
    a
}{b
    :>10}"
f"{a['x']}{b["y"]}" if 0 else ""
f"a\
b{a}\
c"
f"\
{a}"
f"é{a}ü{'ß'}"
F"{a}" Rf"{b}" fR"{c}" u"x"
(
    f"one {a} "
    "two "  # between
    f"three {b}"
)
print(f"{a:%H:%M:%S}", f"{a:{'>'}{10}}", f"{a!r:{'^'}10}")
f"{a:\x41}{a:\n}"
rf"{a:\d+}"
f"{a}" f"{b}" "{c}" "{{d}}"
f"{a:{b}}" f"{{{a}}}"
f'{a["b"]:{c["d"]}}'
f"{await_}" if 0 else f"{not a}{-a}{~a}{a or b}{a if b else c}"
f"{a.b(c, *d, **e)[f:g]}" if 0 else 0
f"{'\n'.join(['a', "b"])}"
f"{''}{""}{''''''}"
f"#{a}#"
f"{a}#" # comment {b}
f'{a:{"{"}>10}'
f"{a}" "" f"b{c}"
f"{a}" "\
" f"b{c}"
f"{a}\
" f"b{c}"
f"{a}" "" "d" f"{c}"
f"a" "" f"{c}"
f"" "" f"b{c}"
"" f"b{c}"
"" "b" f"{c}"
f"{c}" "" 
f"{c}" f"" "x"
f"{c}" "x" ""
f"{c}" "x" f""
f"a" "" "" f"b{c}"
f"a{b}" "" f"c" "" f"d{e}" 
