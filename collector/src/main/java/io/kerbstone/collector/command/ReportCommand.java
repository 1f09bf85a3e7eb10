package io.kerbstone.collector.command;

import io.kerbstone.collector.reports.IndicatorsJson;
import io.kerbstone.measurement.Verdict;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code report}: writes a report of a period and a group into a file; exit code 1 when the target is missed. */
@Command(name = "report")
final class ReportCommand extends AskingCommand implements Callable<Integer> {
    private static final List<String> FORMATS = List.of("html", "json");
    private static final String MISSED = IndicatorsJson.word(Verdict.MISSED);

    @Option(names = "--period", paramLabel = "2026-10|2026-Q3|2026|FROM/TO", required = true)
    private String period = "";

    @Option(names = "--scope", paramLabel = "GROUP")
    private String scope = "all";

    @Option(names = "--format", paramLabel = "html|json")
    private String format = "html";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE")
    @Nullable
    private Path file;

    @Override
    public Integer call() {
        if (!FORMATS.contains(format)) {
            throw wrongUse(messages().get("report.format", format));
        }
        String language = lang == null ? Locale.getDefault().getLanguage() : lang;
        String path = "/api/v1/reports?period=" + encoded(period) + "&group=" + encoded(scope) + "&format=" + format
                + "&lang=" + (language.startsWith("zh") ? "zh" : "en");
        return ask(client -> client.get(path), this::write);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private int write(ApiClient.Answer.Good report) throws IOException {
        if (file == null) {
            print(report.body());
        } else {
            Files.writeString(file, report.body(), StandardCharsets.UTF_8);
            tell(messages().get("report.written", file.toString()));
        }
        return report.verdict().equals(MISSED) ? NO : DONE;
    }
}
