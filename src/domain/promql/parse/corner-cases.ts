/*
 * Texts for tests, by what is odd about them. What is right about each is not written here: the real Prometheus is asked.
 */

const words = (text: string): readonly string[] => text.trim().split(/\s+/)
const lines = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

const KEYWORDS = words(`
  and or unless atan2 sum avg count min max group stddev stdvar topk bottomk count_values quantile offset by without on
  ignoring group_left group_right bool required start end inf nan Inf NaN INF SUM By ON rate time limitk
`)

const NUMBERS = words(`
  0 -0 00 1 01 010 08 09 0755 1. .5 5. . .. 1..2 1.2.3 1e3 1E3 1e+3 1e-3 1e 1e+ e5 .e5 5.e5 0x 0x1F 0X1f 0x1G 0x1.8 0x1p4
  0xe+5 0x_1 0b1 0o7 1_000 1_ _1 1f 1i 1e400 -1e400 1e-400 1e308 1.7976931348623157e308 1.7976931348623159e308 4.9e-324
  9007199254740993 9223372036854775807 9223372036854775808 0x7fffffffffffffff 0x8000000000000000 0xffffffffffffffffff
  0777777777777777777777 01777777777777777777777 08e1 010e1 010.5 Inf inf INF +Inf -Inf infinity Infinity NaN nan -NaN +NaN
  1e6 999999 1000000 123456789 0.0001 0.00001 1e20 1e21 1.50 100000 12345.678 3.141592653589793 0.1 1e-7 123456789012345678901
  --1 +-1 -+1 ++1 +++++1 - -1-1 1-1 1--1 1+-1 5m 1h 1d 1e5m 1.5h 5s5m 5ms 5m1 5mm
`)

const DURATIONS = words(`
  5m 1h30m 1h30 30m1h 5m5m 1y2w3d4h5m6s7ms 1w1y 0s 0m0s 0ms 1ms 1000ms 1500ms 60s 90s 3600s 24h 36h 7d 8d 14d 30d 52w 365d 366d 1y
  1y1d 1y1w 1y7d 2y 292y 293y 300y 106751d 106752d 9223372036854ms 9223372036855ms 99999999999999999999s 1.5h 1e5m 0x5m 5 0 -5m +5m
  5M 5H m s ms 5us 5ns 5min 5ys 5hs 5ms5 5mss 1s1ms 1ms1s 00005m 1h00m 5m# 5m;
`)

const STRINGS = lines(String.raw`
  ""
  ''
  ${'``'}
  "a" 'b'
  "a
  'a
  ${'`a'}
  "a'b"
  'a"b'
  "a\"b"
  'a\'b'
  "a\'b"
  'a\"b'
  ${'`a\\nb"c`'}
  "\a\b\f\n\r\t\v\\"
  "\0"
  "\00"
  "\000"
  "\012"
  "\101"
  "\377"
  "\400"
  "\777"
  "\8"
  "\x"
  "\x4"
  "\x41"
  "\x4g"
  "\xe9"
  "\xc3\xa9"
  "\xf0\x9f\x98\x80"
  "\u00e9"
  "\u00E9"
  "\u00e"
  "\ud800"
  "\udfff"
  "\uffff"
  "\U0001f600"
  "\U0010ffff"
  "\U00110000"
  "\U0001f60"
  "\q"
  "\ "
  "\é"
  "\
  "\"
  "é日本😀"
  "${'\u0000\u0001\u007f\u0080\u00a0\u200b\u2028\ufeff'}"
  "${'\ufffd'}"
  "${'\ud800'}"
  ${'`\ufffd`'}
  -"a"
  +"a"
  "a" + "b"
  "a" == "b"
  "a" == bool "b"
  "a" and "b"
  ("a")
  (("a"))
  -("a")
  "0123456789"
  x "0123456789"
  x "012345678"
  x "01234567é"
  x "éééééééééé"
`)

export const CORNER_CASES: Readonly<Record<string, readonly string[]>> = {
  blanks: [
    '',
    ' ',
    '\t\r\n',
    '#',
    '# up',
    '#\n',
    '# c\nup',
    '# c\rup',
    'up#',
    'up # c',
    'up\u00a0',
    '\ufeffup',
    'up\u000b',
    'up\u2028',
  ],
  'lone characters': [
    ...'!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~é\u0000\u007f\ud800\ufffd',
    '😀',
    '!!',
    '!=',
    '!~',
    '=~',
    '==',
    '= =',
    '<>',
    '=<',
  ],
  'keywords as metrics': KEYWORDS,
  'keywords as metrics with braces': KEYWORDS.map((word) => `${word}{a="b"}`),
  'keywords as operands': KEYWORDS.map((word) => `${word} + ${word}`),
  'keywords as labels in braces': KEYWORDS.map((word) => `x{${word}="a"}`),
  'keywords as labels of by': KEYWORDS.map((word) => `sum by (${word}) (x)`),
  'keywords as labels of on': KEYWORDS.map((word) => `x / on (${word}) group_left (${word}a) y`),
  'keywords as functions': KEYWORDS.map((word) => `${word}(x)`),
  'keywords after an operand': KEYWORDS.map((word) => `x ${word}`),
  'keywords before an operand': KEYWORDS.map((word) => `${word} x`),
  'keywords after an operator': KEYWORDS.map((word) => `x + ${word} y`),
  numbers: NUMBERS,
  'numbers as times': NUMBERS.map((text) => `x @ ${text}`),
  'long numbers': [
    '9'.repeat(300),
    '9'.repeat(400),
    `0.${'0'.repeat(400)}1`,
    `1${'0'.repeat(308)}`,
    `1${'0'.repeat(309)}`,
    '0'.repeat(1000),
  ],
  ranges: DURATIONS.map((text) => `x[${text}]`),
  'steps of subqueries': DURATIONS.map((text) => `x[1h:${text}]`),
  offsets: DURATIONS.map((text) => `x offset ${text}`),
  'negative offsets': DURATIONS.map((text) => `x offset -${text}`),
  'durations alone': DURATIONS,
  strings: STRINGS,
  'strings of matchers': STRINGS.map((text) => `x{a=${text}}`),
  brackets: lines(`
    x[]
    x[ 5m ]
    x[5m
    x[5m:
    x[5m:]
    x[5m:1m
    x[5m :1m]
    x[5m: 1m ]
    x[5m::1m]
    x[5m:1m:1m]
    x[5m,1m]
    x[5m 1m]
    x[5m y]
    x[5m y1m]
    x[5m yz]
    x[5m:y]
    x[5m + 5m]
    x[-5m]
    x[(5m)]
    x[5m]]
    x[[5m]]
    x[5m][5m]
    x[5m][5m:]
    x[5m:][5m:]
    x[5m:][5m]
    x]5m[
    [5m]
    [5m
    ]
    x[5m)
    (x[5m)]
    x[#
    x[5m#c
    x[:]
    x[:5m]
    x[5m:5]
    x[5]
    x[a]
    x[sum]
    1[5m]
    1[5m:]
    "a"[5m]
    "a"[5m:]
    (x)[5m]
    (x)[5m:]
    sum(x)[5m]
    sum(x)[5m:]
    sum(x)[5m:] @ 5 offset 1m
    rate(x[5m])[5m]
    rate(x[5m])[5m:1m]
    rate(x[5m:1m])
    -x[5m]
    -x[5m:]
    x + y[5m]
    x + y[5m:]
    time()[5m:]
    vector(1)[5m:]
    x[5m] + 1
    1 + x[5m]
    x[5m] == 1
    x[5m] and y
    x and y[5m]
    x [5m]
    {a="b"}[5m]
    {}[5m]
  `),
  'offset and @': lines(`
    x offset
    x offset 5
    x offset 5m
    x offset -5m
    x offset - 5m
    x offset --5m
    x offset +5m
    x offset (5m)
    x offset y
    x offset "5m"
    x offset 5m offset 5m
    x offset 5m offset -5m
    x offset 5m @ 5
    x @ 5 offset 5m
    x @ 5 offset 5m @ 5
    x @ 5 @ 6
    x @ start() @ end()
    x @ start() @ 5
    x @ 0 @ 0
    x @
    x @ y
    x @ "5"
    x @ (5)
    x @ --5
    x @ +5
    x @ - 5
    x @ 5m
    x @ start
    x @ start(
    x @ start()
    x @ START()
    x @ start ( )
    x @ start(5)
    x @ end()
    x @ End()
    x @ middle()
    x @ time()
    x @ 1234567890.1234
    x @ 0.0005
    x @ -0.0005
    x @ -0
    x @ 9223372036854775
    x @ 9223372036854776
    x @ 9.2e18
    x @ -9.2e18
    x @ 9223372036854775806
    x @ 9223372036854775807
    x @ 9.3e18
    x @ 1e19
    x @ -1e19
    x @ 1e300
    x @ Inf
    x @ -Inf
    x @ NaN
    5 @ Inf
    x @ 5 [5m]
    x @ start() [5m]
    x @ start() [5m] @ end()
    x offset 5m [5m]
    x offset 5m [5m:]
    x @ 5 [5m:]
    x[5m] offset 5m
    x[5m] offset 5m offset 5m
    x[5m] @ 5
    x[5m] @ 5 @ 5
    x[5m] @ 5 offset 5m
    x[5m:] offset 5m
    x[5m:] offset 5m offset 5m
    x[5m:] @ 5
    x[5m:] @ 5 @ 5
    x[5m:1m] @ end() offset -5m
    5 offset 5m
    5 @ 5
    "a" offset 5m
    "a" @ 5
    (x) offset 5m
    (x) @ 5
    -x offset 5m
    -x @ 5
    sum(x) offset 5m
    sum(x) @ 5
    rate(x[5m]) offset 5m
    rate(x[5m]) @ 5
    time() offset 5m
    x + y offset 5m
    (x + y) offset 5m
    x + y @ 5
    (x + y) @ 5
    x ^ y offset 5m
    x == y @ 5
    offset offset 5m
    offset @ 5
    @ 5
    offset 5m
    start @ start()
    end @ end()
    start()
    end()
    x offset 5m{a="b"}
    x{a="b"} offset 5m
    x{} offset 5m
  `),
  braces: lines(`
    {}
    {a=""}
    {a!=""}
    {a="b"}
    {a!="b"}
    {a=~""}
    {a=~".*"}
    {a=~".+"}
    {a=~"b|"}
    {a=~"b?"}
    {a!~""}
    {a!~".*"}
    {a!~".+"}
    {a!~"b"}
    {a!~"b|"}
    {a="",b="c"}
    {a=~".*",b!="c"}
    {a=~".*",b!="c",d="e"}
    x{}
    x{a=""}
    x{a=~".*"}
    x{,}
    x{a="b",}
    x{a="b",,}
    x{,a="b"}
    x{a="b" c="d"}
    x{a="b",a="c"}
    x{a="b",a="b"}
    x{a}
    x{a=}
    x{a=b}
    x{a=5}
    x{a==  "b"}
    x{a="b"
    x{a="b
    x{
    x}
    x{a="b"}}
    x{{a="b"}}
    x{a="b"}{c="d"}
    x{"a"="b"}
    x{"a"}
    {"x"}
    {'x', a="b"}
    x{a:b="c"}
    x{:a="c"}
    x{1a="c"}
    x{é="c"}
    x{a<"b"}
    x{a!"b"}
    x{a=!"b"}
    x{a~"b"}
    x{a~="b"}
    x{a=~=~"b"}
    x{a=="b"}
    x{__name__="x"}
    x{__name__="y"}
    x{__name__!="y"}
    x{__name__=~"y"}
    x{a="b",__name__="y",__name__="z"}
    {__name__="x"}
    {__name__=""}
    {__name__!=""}
    {__name__="x",__name__="y"}
    {__name__=~"x.*",a="b"}
    :x
    x:
    ::
    a:b:c
    a:b{c="d"}
    a:b(c)
    _
    _x
    x.y
    x-y
    x$y
    x/y
    x{ a = "b" , c != "d" }
    x { a="b" }
    x {# c
    x{a="b"# }
    (x){a="b"}
    sum{a="b"}
    sum{a="b"}(x)
    x{__proto__="a", constructor="b", hasOwnProperty="c"}
    __proto__
    constructor
    constructor(x)
    toString(x)
    __proto__(x)
    sum by (__proto__, constructor) (x)
  `),
  patterns: [
    ...words(`a ( ) a)(b [ ] [] [^] [a [a-] [z-a] * + ? a** a*+ a?? a{2} a{2,} a{,2} a{2,1} a{1001} a{1000} (a{1000}){2} \\\\d \\\\D \\\\w
      \\\\b \\\\pL \\\\p{Greek} \\\\p{Foo} \\\\1 \\\\8 \\\\C \\\\Z \\\\z \\\\A \\\\Q \\\\Qa\\\\E \\\\x41 \\\\x{41} \\\\x{110000} \\\\u0041 \\\\cA \\\\_ \\\\- \\\\é
      (?i)a (?i:a) (?s). (?U)a (?x)a (?=a) (?!a) (?<=a)b (?<!a)b (?<n>a) (?P<n>a) (?P<n>a)(?P<n>b) (?P<n-a>a) (?P=n) (?'n'a) (?>a)
      (?#a) (?R) (?1) [[:alpha:]] [[:foo:]] [:alpha:] \\\\p{Emoji} \\\\p{Cn} [\\\\p{Kawi}] ^ $ ^a$ a||b (|a)* a\\\\
      ${'('.repeat(300)}`),
    'a b',
    'a\\\\|b',
  ].flatMap((pattern) => [`x{a=~"${pattern}"}`, `{a!~"${pattern}"}`]),
  aggregations: lines(`
    sum
    sum()
    sum ()
    sum(x)
    SUM(x)
    sum(x,y)
    sum(x,)
    sum(,x)
    sum(5)
    sum("a")
    sum(x[5m])
    sum(x[5m:])
    sum((x))
    sum(sum(x))
    sum by (a) (x)
    sum(x) by (a)
    sum by (a) (x) by (b)
    sum by (a) by (b) (x)
    sum by(a)(x)
    sum by () (x)
    sum without () (x)
    sum(x) without (a)
    sum without (a) (x)
    sum by (a,) (x)
    sum by (,) (x)
    sum by (,a) (x)
    sum by (a b) (x)
    sum by (a,,b) (x)
    sum by (a,b,a) (x)
    sum by (a="b") (x)
    sum by ("a") (x)
    sum by (1) (x)
    sum by (a:b) (x)
    sum by (a
    sum by (a)
    sum by a (x)
    sum by
    sum by {a}
    sum by (a) x
    sum by (a) (x
    sum by (a) ()
    sum x
    sum +
    sum(x y)
    sum(x) y
    sum(x) by
    sum(x) by a
    sum on (a) (x)
    sum(x) on (a)
    group(x)
    count_values(x)
    count_values("a", x)
    count_values("a b", x)
    count_values(5, x)
    count_values(x, x)
    count_values("a", 5)
    count_values("a", "b")
    count_values("a", x, y)
    count_values without (a) ("b", x)
    topk(x)
    topk(5)
    topk(5, x)
    topk(5, x, y)
    topk(x, x)
    topk("a", x)
    topk(5, 5)
    topk(scalar(y), x)
    topk(-1, x)
    topk(time(), x)
    topk by (a) (5, x)
    topk(5, x) by (a)
    bottomk(5, x)
    quantile(0.5, x)
    quantile(x)
    quantile(x[5m], x)
    stddev(x)
    stdvar(x)
    avg(x, 5)
    limitk(5, x)
    limit_ratio(0.5, x)
    mean(x)
    sum(x)(y)
    sum(sum by (a) (x y))
    sum(x offset y)
    sum(x{a})
    sum(rate(x[5m]) by (a)
  `),
  functions: lines(`
    rate
    rate()
    rate(x)
    rate(x[5m])
    rate(x[5m],)
    rate(x[5m], 5)
    rate(,)
    rate(x[5m] y)
    rate(x[5m]
    rate x[5m]
    Rate(x[5m])
    RATE(x[5m])
    foo(x)
    foo()
    foo(x y)
    foo("a", 5)
    abs(x)
    abs(5)
    abs("a")
    abs(x, y)
    abs()
    abs(abs(abs(x)))
    time()
    time(5)
    time(x)
    pi()
    pi(5)
    scalar(x)
    scalar(5)
    vector(5)
    vector(x)
    vector(time())
    round(x)
    round(x, 5)
    round(x, y)
    round(x, 5, 6)
    round()
    hour()
    hour(x)
    hour(x, y)
    hour(5)
    days_in_month(vector(time()))
    clamp(x, 1, 2)
    clamp(x, 1)
    clamp_min(x, 1)
    clamp_max(x)
    histogram_quantile(0.9, x)
    histogram_quantile(x, 0.9)
    histogram_quantile(0.9)
    histogram_fraction(0, 1, x)
    histogram_avg(x)
    histogram_stddev(x)
    label_replace(x, "a", "b", "c", "d")
    label_replace(x, "a", "b", "c")
    label_replace(x, "a", "b", "c", "(")
    label_replace(x, a, "b", "c", "d")
    label_join(x, "a", "b")
    label_join(x, "a")
    label_join(x)
    label_join(x, "a", "b", "c", "d", "e", "f", "g")
    label_join(x, "a", "b", c)
    absent(x)
    absent(rate(x[5m]))
    absent_over_time(x[5m])
    quantile_over_time(0.5, x[5m])
    quantile_over_time(x[5m], 0.5)
    predict_linear(x[5m], 5)
    predict_linear(x[5m])
    holt_winters(x[5m], 0.5, 0.5)
    holt_winters(x[5m], 0.5)
    double_exponential_smoothing(x[5m], 0.5, 0.5)
    mad_over_time(x[5m])
    first_over_time(x[5m])
    sort_by_label(x, "a")
    last_over_time(x[5m])
    last_over_time(x[5m:])
    timestamp(x)
    sort(x)
    sgn(-x)
    deg(x)
    info(x)
    (rate)(x[5m])
    rate((x[5m]))
    rate(((x[5m])))
    rate(-x[5m])
    abs(x[5m])
    time() > time()
    time() > bool time()
    time()(x)
  `),
  operators: lines(`
    x + y
    x +
    + x
    x + + y
    x + - y
    x - -y
    x * * y
    x ** y
    x // y
    x === y
    x == == y
    x = y
    x =! y
    x ! y
    x !! y
    x <> y
    x => y
    x && y
    x || y
    x | y
    x & y
    x and y
    x AND y
    x and and
    and and and
    or or or
    unless unless unless
    x and
    and x
    x or 5
    5 or x
    5 and 5
    "a" or x
    x unless y or z and w
    1 + 2 * 3 ^ 4
    2 ^ 3 ^ 2
    -2 ^ 2
    2 ^ -2
    2 ^ -2 ^ 2
    (-2) ^ 2
    -x ^ 2
    -x * 2
    -x + 2
    - - -x
    -(-x)
    -+-+x
    5 == 5
    5 == bool 5
    5 == bool
    bool 5
    5 bool == 5
    5 + bool 5
    x + bool y
    x == bool y
    x and bool y
    x == BOOL y
    x == bool bool y
    x == on (a) bool y
    x == bool on (a) y
    x > 5 > 4
    x == y == z
    1 < bool 2 < bool 3
    1 < 2 < 3
    x atan2 y
    x ATAN2 y
    5 atan2 6
    x % y
    x ^ y
    x > bool 5
    5 > bool x
    5 > x
    x + "a"
    "a" + x
    x == "a"
    x + on (a) y
    x + on a y
    x + on y
    x + on
    x + on () y
    x + on (a) 5
    5 + on (a) x
    5 + on (a) 5
    5 + on () 5
    x + on () 5
    x + ignoring () 5
    x + ignoring (a) 5
    x + ignoring (a) y
    x + ignoring (a) on (b) y
    x + on (a) ignoring (b) y
    x + on (a) on (b) y
    x + on (a,) y
    x + on (a b) y
    x + on (a:b) y
    x + group_left y
    x + group_left (a) y
    x + on (a) group_left y
    x + on (a) group_left () y
    x + on (a) group_left (b) y
    x + on (a) group_left (a) y
    x + on (a, b) group_right (c, b, a) y
    x + ignoring (a) group_left (a) y
    x + ignoring () group_left y
    x + on () group_left y
    x + on (a) group_left
    x + on (a) group_left (y)
    x + on (a) group_left (b)
    x + on (a) group_left + y
    x + on (a) group_left -y
    x + on (a) group_left * y
    x + on (a) group_left bool y
    x + on (a) group_left group_right y
    x + on (a) group_left (b) group_right (c) y
    x + on (a) group_left 5
    x + ignoring () group_left 5
    x and on (a) y
    x and on (a) group_left y
    x or ignoring (a) group_right (b) y
    x unless on () y
    x and on (a) 5
    5 and on (a) 5
    x > on (a) group_left (b) y
    x > bool on (a) group_left (b) y
    (x
    x)
    (x))
    ((x)
    ()
    (())
    (x y)
    (x, y)
    (5)
    ((5)) == 5
    ((5)) == bool 5
    (x) + (y)
    x; y
    x, y
    x y
    5 x
    x 5
    5 5
    "a" "b"
    x "a"
    x\\ny
    !x
    ~x
    not x
    x ? y : z
    x : y
    x ∧ y
    été
    x + é
    sum(é)
  `),
  'faults before faults': lines(`
    foo(
    foo(x
    foo(x))
    foo(x) )
    foo(x) + bar(y)
    foo(x) + (
    rate(x) + rate(y)
    rate(x) + (
    sum() + "
    sum() )
    sum(x, y) "
    sum(x, y) by (z) "
    sum by (z) (x, y) "
    rate(x, ) "
    rate(x, "
    x offset 5m offset 5m "
    x{a=~"("} "
    x{a=~"(", b="
    x[5m] offset 5m offset 5m + (
    5 offset 5m "
    5 @ 5 "
    x @ Inf "
    5 @ Inf @ NaN
    1[5m] "
    1 == 1 == "
    x offset 5m5m "
    1e400 "
    1e400 + 2e400
    "a" + 1e400
    -"a" + rate(x)
    rate(x) + -"a"
    sum(rate(x)) + sum(irate(y))
    topk("a", rate(x))
    topk(rate(x), "a")
    label_replace(rate(x), 5, 6)
    (5 == 5) + "a"
    "a" + (5 == 5)
    x and on (a) group_left (a) 5
    x + bool on (a) group_left (a) "b"
  `),
  'places of faults': [
    'x +\n  rate(y)',
    'x\n+\nrate\n(\ny\n)',
    'é + rate(x)',
    '"é" + x',
    'x{a="é"} + rate(y)',
    '# é\nrate(x)',
    'x{a="\t"} == 5 ==\n\n5 == 5',
    '5   ==\t\n5',
    '5 # c\n == 5',
    'x\r\n+ rate(y)',
    '   rate(x)   ',
    '"😀" + x',
    'vector(1) +bool vector(1)',
    'x [5m:] == 5',
    '(x)   + bool   y',
    'sum(x) by (a) + bool y',
    'x @ 5 + bool y',
    'x offset 5m + bool y',
  ],
}
