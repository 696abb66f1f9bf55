"""An OPD may continue several others: the one predecessor becomes a table, and what was said is carried over."""

import django.db.models.deletion
from django.db import migrations, models


def carry_over(apps, schema_editor):
    Unit, Succession = apps.get_model("accounts", "Unit"), apps.get_model("accounts", "Succession")
    Succession.objects.bulk_create(
        Succession(unit_id=unit, predecessor_id=predecessor)
        for unit, predecessor in Unit.objects.exclude(predecessor=None).values_list("pk", "predecessor_id")
    )


def carry_back(apps, schema_editor):
    """A column holds one predecessor; of several the oldest is kept."""
    Unit, Succession = apps.get_model("accounts", "Unit"), apps.get_model("accounts", "Succession")
    for row in Succession.objects.order_by("-predecessor_id"):
        Unit.objects.filter(pk=row.unit_id).update(predecessor_id=row.predecessor_id)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.RemoveConstraint(model_name="unit", name="unit_not_its_own_predecessor"),
        migrations.AlterField(
            model_name="unit",
            name="predecessor",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.unit"
            ),
        ),
        migrations.CreateModel(
            name="Succession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.unit"
                    ),
                ),
                (
                    "predecessor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.unit"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("unit", "predecessor"), name="succession_once"),
                    models.CheckConstraint(
                        condition=models.Q(("unit", models.F("predecessor")), _negated=True),
                        name="succession_not_of_itself",
                    ),
                ]
            },
        ),
        migrations.RunPython(carry_over, carry_back),
        migrations.RemoveField(model_name="unit", name="predecessor"),
        migrations.AddField(
            model_name="unit",
            name="predecessors",
            field=models.ManyToManyField(
                blank=True,
                related_name="successors",
                through="accounts.Succession",
                to="accounts.unit",
                verbose_name="kelanjutan dari",
            ),
        ),
    ]
