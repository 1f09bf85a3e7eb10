// Draws what /api/v1/paths/{id}/series answers. Words come from the page, colours from the style sheet.
"use strict";

(() => {
  const style = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const charts = [];

  function base(from, to) {
    const text = { color: style("--soft"), fontFamily: getComputedStyle(document.body).fontFamily };
    return {
      animation: false,
      useUTC: true,
      textStyle: text,
      grid: { left: 58, right: 16, top: 34, bottom: 26 },
      legend: { top: 0, left: 50, icon: "roundRect", itemWidth: 14, itemHeight: 4, textStyle: text, inactiveColor: style("--line") },
      tooltip: {
        trigger: "axis", renderMode: "richText", confine: true, backgroundColor: style("--card"), borderColor: style("--line"),
        textStyle: { color: style("--ink"), fontSize: 12 }, axisPointer: { lineStyle: { color: style("--soft") } },
      },
      xAxis: { type: "time", min: from, max: to, axisLine: { lineStyle: { color: style("--line") } }, axisLabel: { ...text, hideOverlap: true }, splitLine: { show: false } },
      yAxis: { type: "value", min: 0, axisLabel: text, splitLine: { lineStyle: { color: style("--grid") } } },
    };
  }

  const line = (name, colour, data, more) => ({
    name, type: "line", data, showSymbol: data.length < 60, symbolSize: 4, connectNulls: false,
    lineStyle: { width: 1.6, color: colour, ...(more && more.lineStyle) }, itemStyle: { color: colour }, ...more && more.rest,
  });

  // Stretches that were not UP stand behind the lines, so that a gap in a line explains itself.
  function stretches(series) {
    const colours = { DOWN: style("--down"), UNKNOWN: style("--unknown"), EXCLUDED: style("--excluded") };
    return {
      silent: true,
      label: { show: false },
      data: series.segments.filter(s => s.state !== "UP").map(s => [
        { xAxis: s.from, itemStyle: { color: colours[s.state], opacity: s.state === "DOWN" ? 0.28 : 0.13 } },
        { xAxis: s.to },
      ]),
    };
  }

  function delay(series, word) {
    const at = key => series.points.map(p => [(p.from + p.to) / 2, p[key] === null ? null : p[key] / 1000]);
    const option = base(series.from, series.to);
    option.yAxis.axisLabel = { ...option.yAxis.axisLabel, formatter: "{value} ms" };
    option.tooltip.valueFormatter = v => v === null || v === undefined ? "–" : v.toFixed(3) + " ms";
    option.series = [
      line(word.max, style("--series-soft"), at("maxUs")),
      line(word.p95, style("--series-2"), at("p95Us")),
      line(word.mean, style("--series-1"), at("meanUs"), { lineStyle: { width: 2.2 }, rest: { markArea: stretches(series) } }),
      line(word.min, style("--series-3"), at("minUs")),
    ];
    if (series.targetDelayUs) {
      option.series[2].markLine = {
        silent: true, symbol: "none", lineStyle: { color: style("--down"), type: "dashed" },
        label: { formatter: word.target, position: "insideEndTop", color: style("--down") }, data: [{ yAxis: series.targetDelayUs / 1000 }],
      };
    }
    return option;
  }

  function loss(series, word) {
    const option = base(series.from, series.to);
    option.yAxis.max = top => Math.min(100, Math.max(5, Math.ceil(top.max * 1.2)));
    option.yAxis.axisLabel = { ...option.yAxis.axisLabel, formatter: "{value} %" };
    option.tooltip.valueFormatter = v => v === null || v === undefined ? "–" : v.toFixed(2) + " %";
    const data = series.points.map(p => [(p.from + p.to) / 2, p.sent ? 100 * p.lost / p.sent : null]);
    option.series = [{
      ...line(word.loss, style("--down"), data), step: false, areaStyle: { color: style("--down"), opacity: 0.25 }, markArea: stretches(series),
    }];
    return option;
  }

  const kinds = { delay, loss };

  async function load(url) {
    const answer = await fetch(url);
    if (!answer.ok) throw new Error("HTTP " + answer.status);
    const series = await answer.json();
    // Drawn as if it were UTC, moved by the collector's offset: the same time of day as in the tables.
    const move = part => ({ ...part, from: part.from + series.zoneOffsetMs, to: part.to + series.zoneOffsetMs });
    return { ...move(series), points: series.points.map(move), segments: series.segments.map(move) };
  }

  async function draw() {
    const fetched = new Map();
    for (const place of document.querySelectorAll("[data-chart]")) {
      try {
        if (!fetched.has(place.dataset.url)) fetched.set(place.dataset.url, load(place.dataset.url));
        const series = await fetched.get(place.dataset.url);
        const word = JSON.parse(place.dataset.words);
        const chart = echarts.getInstanceByDom(place) || echarts.init(place);
        chart.group = "path";
        chart.setOption(kinds[place.dataset.chart](series, word), true);
        if (!charts.includes(chart)) charts.push(chart);
        place.dataset.drawn = "yes";
      } catch (failure) {
        place.textContent = place.dataset.failed;
        place.classList.add("chart-error");
      }
    }
    echarts.connect("path");
  }

  draw();
  window.addEventListener("resize", () => charts.forEach(chart => chart.resize()));
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  const everyMs = Number(document.body.dataset.redrawMs || 0);
  if (everyMs) setInterval(() => { if (!document.hidden) draw(); }, everyMs);
})();
