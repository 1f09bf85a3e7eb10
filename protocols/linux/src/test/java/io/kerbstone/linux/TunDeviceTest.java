package io.kerbstone.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TunDeviceTest {
    private static final String NAME = "kltest" + ProcessHandle.current().pid() % 100_000_000;

    @Test
    void shouldBeAnInterfaceAsLongAsItIsOpen() throws IOException {
        Needs.root("TunDeviceTest");
        TunDevice device = TunDevice.open(NAME);
        PacketSlots slots = new PacketSlots(2);
        assertTrue(Files.exists(Path.of("/sys/class/net", NAME)), "the interface is there");
        assertEquals(-Errno.EAGAIN, device.read(slots, 0), "nobody sends");
        assertFalse(new SocketPoller(List.of(device)).await(0));
        assertThrows(IOException.class, () -> TunDevice.open(NAME), "one name, one interface");
        device.close();
        device.close();
        assertFalse(Files.exists(Path.of("/sys/class/net", NAME)));
    }

    @Test
    void shouldSayWhyWhenThePacketIsNone() throws IOException {
        Needs.root("TunDeviceTest");
        try (TunDevice device = TunDevice.open(NAME)) {
            PacketSlots slots = new PacketSlots(1);
            assertEquals(Errno.EINVAL, device.write(slots, 0, 20), "neither version 4 nor 6");
        }
    }

    @Test
    void shouldRefuseWhatIsOutOfRange() {
        assertThrows(IllegalArgumentException.class, () -> TunDevice.open("0123456789abcdef"));
        assertThrows(IllegalArgumentException.class, () -> TunDevice.open(""));
        assertThrows(IllegalArgumentException.class, () -> new PacketSlots(0));
        assertThrows(IllegalArgumentException.class, () -> new PacketSlots(PacketSlots.MOST + 1));
    }
}
