import { describe, expect, test } from "vitest";
import { renderScan, suggestReaders } from "../../src/bench-tools/render-scan.ts";
import { scanPorts } from "../../src/bench-tools/scan-ports.ts";
import { fakeComputer, plugIn } from "./fake-computer.ts";

const FTDI = { id: "0403:6001", product: "FT232R USB UART", serialNumber: "A1234567" };
const NAMELESS = { id: "1a86:7523", product: "USB Serial" };

describe("a scan", () => {
  test("names a USB adapter by its serial number, and says what it is", () => {
    const computer = fakeComputer();
    plugIn(computer, { name: "ttyUSB0", usb: FTDI });
    const [port] = scanPorts(computer, []).ports;
    expect(port).toMatchObject({
      spec: "serial:/dev/serial/by-id/usb-A1234567-if00-port0",
      path: "/dev/ttyUSB0",
      byPath: "/dev/serial/by-path/pci-0-usb-ttyUSB0",
      usb: { vendorId: "0403", productId: "6001", serialNumber: "A1234567" },
      adapter: "FTDI FT232R adapter; it does not say which reader is behind it.",
      suggestedDriver: null,
      holders: [],
      readerId: null,
    });
  });

  test("names an adapter without a serial number by its socket: two of a kind share the other name", () => {
    const computer = fakeComputer();
    plugIn(computer, { name: "ttyUSB0", usb: NAMELESS });
    expect(scanPorts(computer, []).ports[0]?.spec).toBe(
      "serial:/dev/serial/by-path/pci-0-usb-ttyUSB0",
    );
  });

  test("knows a reader by the words of its maker", () => {
    const computer = fakeComputer();
    plugIn(computer, {
      name: "ttyUSB0",
      usb: { id: "0403:6015", product: "Byonoy Absorbance 96", serialNumber: "B1" },
    });
    expect(scanPorts(computer, []).ports[0]?.suggestedDriver).toBe("byonoy");
  });

  test("passes over consoles and ports without a chip, and takes those of the computer", () => {
    const computer = fakeComputer();
    computer.file("/sys/class/tty/tty1/dev", "4:1");
    plugIn(computer, { name: "ttyS0" });
    plugIn(computer, { name: "ttyS1" });
    computer.file("/sys/class/tty/ttyS0/type", "4\n");
    computer.file("/sys/class/tty/ttyS1/type", "0\n");
    expect(scanPorts(computer, []).ports.map((port) => port.spec)).toEqual(["serial:/dev/ttyS0"]);
  });

  test("marks readers of the configuration, by whatever name, and misses those that are gone", () => {
    const computer = fakeComputer();
    plugIn(computer, { name: "ttyUSB0", usb: FTDI });
    const there = { id: "bench-1", port: "serial:/dev/ttyUSB0" };
    const gone = { id: "bench-2", port: "serial:/dev/serial/by-id/usb-gone" };
    const far = { id: "bench-3", port: "tcp://10.0.0.5:4001" };
    const scan = scanPorts(computer, [there, gone, far]);
    expect(scan.ports[0]?.readerId).toBe("bench-1");
    expect(scan.missing).toEqual([gone]);
  });

  test("says who holds a port, by open files and by a lock file of a living process", () => {
    const computer = fakeComputer();
    plugIn(computer, { name: "ttyUSB0", usb: FTDI });
    plugIn(computer, { name: "ttyUSB1", usb: { ...FTDI, serialNumber: "B" } });
    computer.process(700, "/usr/bin/minicom -D /dev/ttyUSB0", "/dev/ttyUSB0");
    computer.process(701, "gen5");
    computer.file("/run/lock/LCK..ttyUSB1", "       701\n");
    computer.file("/run/lock/LCK..ttyUSB0", "       999\n");
    expect(scanPorts(computer, []).ports.map((port) => port.holders)).toEqual([
      [{ pid: 700, program: "/usr/bin/minicom -D /dev/ttyUSB0", by: "open file" }],
      [{ pid: 701, program: "gen5", by: "lock file" }],
    ]);
  });

  test("warns of programs that speak to ports by themselves", () => {
    const computer = fakeComputer();
    computer.process(10, "/usr/sbin/ModemManager");
    expect(scanPorts(computer, []).remarks).toEqual([
      {
        sentence: expect.stringContaining("ModemManager runs"),
        remedy: expect.stringContaining("systemctl disable"),
      },
    ]);
  });

  test("works without the udev tools and says what is lacking", () => {
    const computer = fakeComputer({ programs: [] });
    plugIn(computer, { name: "ttyUSB0", usb: FTDI, named: false });
    const scan = scanPorts(computer, []);
    expect(scan.ports[0]?.spec).toBe("serial:/dev/ttyUSB0");
    expect(scan.remarks[0]?.sentence).toContain("udev tools are not installed");
  });

  test("tells of a USB reader that has no serial port", () => {
    const computer = fakeComputer();
    computer.file("/sys/devices/usb2/idVendor", "16d0\n");
    computer.file("/sys/devices/usb2/idProduct", "1199\n");
    computer.link("/sys/bus/usb/devices/2-1", "/sys/devices/usb2");
    expect(scanPorts(computer, []).remarks[0]?.sentence).toContain("Absorbance 96 Automate");
  });

  test("takes further ports by name, and keeps the name that was given", () => {
    const computer = fakeComputer();
    computer.file("/dev/pts/7", "");
    computer.link("/run/reader", "/dev/pts/7");
    expect(scanPorts(computer, [], ["/run/reader"]).ports[0]).toMatchObject({
      spec: "serial:/run/reader",
      path: "/dev/pts/7",
    });
  });

  test("of a computer without anything finds nothing", () => {
    expect(scanPorts(fakeComputer(), [])).toEqual({ ports: [], missing: [], remarks: [] });
  });
});

describe("rights", () => {
  const closed = () => fakeComputer({ mayOpen: () => false });

  test("name the group that is missing and the command that mends it", () => {
    const computer = closed();
    plugIn(computer, { name: "ttyUSB0", usb: FTDI });
    computer.file("/etc/group", `root:x:0:\ndialout:x:${process.getgid?.() ?? 0}:somebody\n`);
    const access = scanPorts(computer, []).ports[0]?.access;
    expect(access?.permitted).toBe(false);
    // Tests that run as root make files of a group that nobody should be added to.
    if (process.getgid?.() === 0)
      expect(access?.remedy).toContain("sudo chgrp dialout /dev/ttyUSB0");
    else expect(access?.remedy).toContain("sudo usermod -aG dialout mta");
  });
});

describe("suggestions", () => {
  test("are lines for every port that is nobody's, with ids that are free", () => {
    const computer = fakeComputer();
    plugIn(computer, { name: "ttyUSB0", usb: FTDI });
    plugIn(computer, { name: "ttyUSB1", usb: { ...FTDI, serialNumber: "B" } });
    const configured = [{ id: "bench-1", port: "serial:/dev/ttyUSB0" }];
    const found = { ...scanPorts(computer, configured), servers: [], asked: [] };
    const suggestions = suggestReaders(found, configured, ["bio-rad", "byonoy"]);
    expect(suggestions).toEqual([
      '[[reader]]\nid = "bench-2"\ndriver = "CHANGE-ME"   # one of bio-rad, byonoy\nport = "serial:/dev/serial/by-id/usb-B-if00-port0"',
    ]);
    const text = renderScan({ ...found, suggestions });
    expect(text).toContain("= reader bench-1 of the configuration");
    expect(text).toContain('id = "bench-2"');
  });
});
