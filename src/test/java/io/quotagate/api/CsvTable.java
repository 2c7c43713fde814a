package io.quotagate.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A table read by the letter of RFC 4180: whatever deviates is an error.
 *
 * @param rows cells by the names of their columns
 */
record CsvTable(List<String> columns, List<Map<String, String>> rows) {

    static CsvTable of(String text) {
        assertThat(text).endsWith("\r\n");
        List<List<String>> records = new Reader(text).records();
        List<String> columns = records.get(0);
        assertThat(columns).doesNotHaveDuplicates();
        List<Map<String, String>> rows = new ArrayList<>();
        for (List<String> cells : records.subList(1, records.size())) {
            assertThat(cells).hasSameSizeAs(columns);
            Map<String, String> row = new LinkedHashMap<>();
            for (int at = 0; at < cells.size(); at++) {
                row.put(columns.get(at), cells.get(at));
            }
            rows.add(row);
        }
        return new CsvTable(columns, rows);
    }

    List<String> column(String name) {
        assertThat(columns).contains(name);
        return rows.stream().map(row -> row.get(name)).toList();
    }

    private static final class Reader {

        private final String text;
        private int at;

        private Reader(String text) {
            this.text = text;
        }

        private List<List<String>> records() {
            List<List<String>> records = new ArrayList<>();
            while (at < text.length()) {
                List<String> cells = new ArrayList<>(List.of(cell()));
                while (text.charAt(at) == ',') {
                    at++;
                    cells.add(cell());
                }
                assertThat(text.substring(at, at + 2)).isEqualTo("\r\n");
                at += 2;
                records.add(cells);
            }
            return records;
        }

        private String cell() {
            return text.charAt(at) == '"' ? quoted() : plain();
        }

        private String plain() {
            int start = at;
            while (text.charAt(at) != ',' && text.charAt(at) != '\r') {
                assertThat(text.charAt(at)).isNotIn('"', '\n');
                at++;
            }
            return text.substring(start, at);
        }

        private String quoted() {
            StringBuilder cell = new StringBuilder();
            at++;
            while (text.charAt(at) != '"' || text.charAt(at + 1) == '"') {
                at += text.charAt(at) == '"' ? 1 : 0;
                cell.append(text.charAt(at));
                at++;
            }
            at++;
            return cell.toString();
        }
    }
}
