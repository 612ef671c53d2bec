<!doctype html>
<html lang="en-GB">
<head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>{{ config('app.name') }}: lessons near you</title>
    <link rel="icon" href="/favicon.svg" type="image/svg+xml">
    <style>
        :root { --ink: #17231f; --soft: #5d6c66; --line: #dfe5e1; --paper: #f6f7f3; --card: #fff; --green: #1f5c4d; --tint: #e5efea; --amber: #fff3d6; }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
        .wrap { max-width: 68rem; margin: 0 auto; padding: 0 1.5rem; }
        header { background: var(--green); color: #fff; padding: 1.25rem 0 5.5rem; }
        .brand { display: flex; align-items: center; gap: .6rem; font-weight: 700; letter-spacing: .01em; }
        .brand span { display: grid; place-items: center; width: 1.9rem; height: 1.9rem; border-radius: .5rem; background: #fff; color: var(--green); }
        h1 { margin: 2.5rem 0 .4rem; font-size: clamp(1.8rem, 4vw, 2.7rem); line-height: 1.15; letter-spacing: -.02em; }
        header p { margin: 0; max-width: 38rem; color: #d5e6df; font-size: 1.08rem; }
        .panel { margin-top: -3.5rem; padding: 1.25rem 1.5rem; border-radius: 1rem; background: var(--card); box-shadow: 0 10px 30px rgb(23 35 31 / .12); display: flex; flex-wrap: wrap; gap: 1.25rem; align-items: end; justify-content: space-between; }
        form { display: flex; flex-wrap: wrap; gap: .75rem; align-items: end; }
        label { display: block; font-size: .85rem; font-weight: 600; color: var(--soft); }
        select, button { font: inherit; height: 2.75rem; border-radius: .6rem; border: 1px solid var(--line); padding: 0 1rem; }
        select { min-width: 14rem; margin-top: .25rem; background: #fff; color: var(--ink); }
        button { border-color: var(--green); background: var(--green); color: #fff; font-weight: 600; cursor: pointer; }
        button:hover { background: #174a3e; }
        :focus-visible { outline: 3px solid #8cc5b2; outline-offset: 2px; }
        .facts { display: flex; gap: 2rem; margin: 0; }
        .facts div { display: flex; flex-direction: column-reverse; }
        .facts dt { font-size: .85rem; color: var(--soft); }
        .facts dd { margin: 0; font-size: 1.5rem; font-weight: 700; line-height: 1.2; font-variant-numeric: tabular-nums; }
        .notice { margin: 1.25rem 0 0; padding: .75rem 1rem; border-radius: .6rem; background: var(--amber); }
        h2 { margin: 2.25rem 0 1rem; font-size: 1.25rem; }
        .lessons { list-style: none; margin: 0; padding: 0; display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(17.5rem, 1fr)); }
        .lessons li { display: flex; flex-direction: column; gap: .15rem; padding: 1.1rem 1.25rem; border: 1px solid var(--line); border-radius: .9rem; background: var(--card); }
        .lessons h3 { margin: 0; font-size: 1.1rem; }
        .level { color: var(--soft); }
        .row { display: flex; justify-content: space-between; align-items: center; margin-top: .8rem; }
        .price { font-weight: 700; }
        .price small { font-weight: 400; color: var(--soft); }
        .where { padding: .2rem .7rem; border-radius: 1rem; background: var(--tint); color: var(--green); font-size: .9rem; font-weight: 600; }
        footer { margin: 3rem 0 2rem; padding-top: 1.25rem; border-top: 1px solid var(--line); color: var(--soft); font-size: .9rem; display: flex; flex-wrap: wrap; gap: .5rem 2rem; justify-content: space-between; }
        code { font: .95em ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; color: var(--ink); }
    </style>
</head>
<body>
<header>
    <div class="wrap">
        <div class="brand"><span>T</span>{{ config('app.name') }}</div>
        <h1>Learn something new, close to home.</h1>
        <p>Lessons from mathematics to the violin, taught face to face. Choose your city and see the nearest first.</p>
    </div>
</header>
<main class="wrap">
    <div class="panel">
        <form method="get" action="/">
            <div>
                <label for="from">Your city</label>
                <select id="from" name="from">
                    @foreach ($cities as $city)
                        <option @if ($city->is($from)) selected @endif>{{ $city->name }}</option>
                    @endforeach
                </select>
            </div>
            <button>Show lessons</button>
        </form>
        <dl class="facts">
            <div><dt>lessons</dt><dd id="lessons">{{ $lessons->count() }}</dd></div>
            <div><dt>cities</dt><dd id="cities">{{ $cities->count() }}</dd></div>
            <div><dt>visits</dt><dd id="visits">{{ $visits }}</dd></div>
        </dl>
    </div>

    @if ($unknownCity !== null)
        <p class="notice">There are no lessons in “{{ $unknownCity }}” yet. Distances are from {{ $from->name }}.</p>
    @endif
    @if ($kilometres === null)
        <p class="notice">Distances are not available at the moment.</p>
    @endif

    @if ($from === null)
        <h2>No lessons yet</h2>
    @else
        <h2>Lessons near {{ $from->name }}</h2>
        <ul class="lessons">
            @foreach ($lessons as $lesson)
                <li>
                    <h3>{{ $lesson->subject }}</h3>
                    <div class="level">{{ $lesson->level }} · {{ $lesson->city->name }}</div>
                    <div class="row">
                        <span class="price">{{ $lesson->price() }} <small>an hour</small></span>
                        @if ($lesson->city->is($from))
                            <span class="where">in your city</span>
                        @elseif ($kilometres !== null)
                            <span class="where">{{ number_format($kilometres[$lesson->city_id]) }} km</span>
                        @endif
                    </div>
                </li>
            @endforeach
        </ul>
    @endif

    <footer>
        <span>Distances are great-circle distances between city centres.</span>
        <span>Release <code id="release">{{ $release ?? 'unreleased' }}</code> · {{ $environment }}</span>
    </footer>
</main>
</body>
</html>
