"""Write the table of hostile files into docs/security.md."""

from tests.evidence.hostile.page import PAGE, with_table

if __name__ == "__main__":
    PAGE.write_text(with_table(PAGE.read_text()))
    print(f"{PAGE.name} written")
