package io.kerbstone.agent.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kerbstone.agent.uplink.Cause;
import io.kerbstone.settings.Choices;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MessagesTest {
    private static final Pattern PLACE = Pattern.compile("\\{\\d}");

    private final Messages english = Messages.of("en");
    private final Messages chinese = Messages.of("zh");

    @Test
    void shouldHaveTheSameKeysAndPlacesInBothLanguages() {
        assertEquals(
                new TreeSet<>(english.bundle().keySet()),
                new TreeSet<>(chinese.bundle().keySet()));
        for (String key : english.bundle().keySet()) {
            assertEquals(places(english, key), places(chinese, key), key);
        }
    }

    private static Set<String> places(Messages messages, String key) {
        return PLACE.matcher(messages.bundle().getString(key))
                .results()
                .map(java.util.regex.MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void shouldHaveATextForEveryCauseStateAndCounter() {
        for (Cause.Kind kind : Cause.Kind.values()) {
            assertTrue(english.bundle().containsKey("doctor.collector." + Choices.textOf(kind)), kind.name());
        }
        for (Doctor.State state : Doctor.State.values()) {
            assertTrue(english.bundle().containsKey("doctor.mark." + Choices.textOf(state)), state.name());
        }
        for (String counter : Doctor.ALARMING) {
            assertTrue(english.bundle().containsKey("doctor.counter." + counter), counter);
        }
    }

    @Test
    void shouldBeChineseOnlyWhenTheLanguageIs() {
        assertEquals("[正常]", Messages.of(java.util.Locale.CHINA).get("doctor.mark.ok"));
        assertEquals("[ ok ]", Messages.of(java.util.Locale.FRENCH).get("doctor.mark.ok"));
        assertEquals("zh", AgentCommand.language("doctor", "--lang", "zh-CN"));
        assertEquals("en", AgentCommand.language("doctor", "--lang=en"));
    }
}
