package io.kerbstone.collector.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code user}: who may sign in. */
@Command(
        name = "user",
        subcommands = {UserCommand.Add.class, UserCommand.ListAll.class, UserCommand.Reset.class})
final class UserCommand extends Common implements Callable<Integer> {
    private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private static final int PASSWORD_CHARS = 20;

    @Override
    public Integer call() {
        return usage();
    }

    private static String newPassword() {
        StringBuilder password = new StringBuilder();
        new SecureRandom().ints(PASSWORD_CHARS, 0, ALPHABET.length()).forEach(i -> password.append(ALPHABET.charAt(i)));
        return password.toString();
    }

    private static String path(String name) {
        return "/api/v1/users/" + URLEncoder.encode(name, StandardCharsets.UTF_8);
    }

    /** {@code user add NAME}: prints a password made for it. */
    @Command(name = "add")
    static final class Add extends AskingCommand implements Callable<Integer> {
        @Parameters(paramLabel = "NAME")
        private String name = "";

        @Override
        public Integer call() {
            String password = newPassword();
            JsonNode wanted =
                    JsonNodeFactory.instance.objectNode().put("name", name).put("password", password);
            return ask(client -> client.post("/api/v1/users", wanted), answer -> {
                print(password);
                tell(messages().get("user.added", name));
                return DONE;
            });
        }
    }

    /** {@code user list}: one name per line. */
    @Command(name = "list")
    static final class ListAll extends AskingCommand implements Callable<Integer> {
        @Override
        public Integer call() {
            return ask(client -> client.get("/api/v1/users"), answer -> {
                answer.json()
                        .path("users")
                        .forEach(user -> print(user.path("name").asText()
                                + (user.path("disabled").asBoolean()
                                        ? " " + messages().get("user.disabled")
                                        : "")));
                return DONE;
            });
        }
    }

    /** {@code user reset NAME}: prints a new password. */
    @Command(name = "reset")
    static final class Reset extends AskingCommand implements Callable<Integer> {
        @Parameters(paramLabel = "NAME")
        private String name = "";

        @Override
        public Integer call() {
            String password = newPassword();
            JsonNode wanted = JsonNodeFactory.instance.objectNode().put("password", password);
            return ask(client -> client.post(path(name) + "/reset", wanted), answer -> {
                print(password);
                tell(messages().get("user.reset", name));
                return DONE;
            });
        }
    }
}
