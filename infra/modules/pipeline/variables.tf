variable "name" {
  description = "Name of the pipeline."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9.@_-]{1,50}$", var.name))
    error_message = "A pipeline's name has letters, digits and .@_-, 50 at most."
  }
}

variable "repository" {
  description = "Repository at GitHub or Bitbucket: OWNER/NAME."
  type        = string

  validation {
    condition     = can(regex("^[^/*]+/[^/*]+$", var.repository))
    error_message = "Write OWNER/NAME."
  }
}

variable "branch" {
  description = "Branch that a start by hand builds."
  type        = string
  default     = "main"
}

variable "connection_arn" {
  description = "ARN of the connection to GitHub or Bitbucket; null to create one, which somebody must then complete in the console (Developer Tools, Connections)."
  type        = string
  default     = null
}

variable "provider_type" {
  description = "Whose connection is created: GitHub or Bitbucket."
  type        = string
  default     = "GitHub"

  validation {
    condition     = contains(["GitHub", "Bitbucket"], var.provider_type)
    error_message = "Write GitHub or Bitbucket."
  }
}

variable "full_clone" {
  description = "Whether builds get the repository with its history (CODEBUILD_CLONE_REF) and not an archive. Their projects need the connection (connection_arn of the module codebuild)."
  type        = bool
  default     = false
}

variable "triggers" {
  description = <<-TEXT
    Pushes that start the pipeline, three at most: by branch, by tag, or by path together with branch. Patterns are globs; a pattern in except is left out.
    Empty: pushes to branch. null: none, it is started by hand.
  TEXT
  type = list(object({
    branches        = optional(list(string), [])
    except_branches = optional(list(string), [])
    tags            = optional(list(string), [])
    except_tags     = optional(list(string), [])
    paths           = optional(list(string), [])
    except_paths    = optional(list(string), [])
  }))
  default = []

  validation {
    condition     = try(length(var.triggers), 0) <= 3
    error_message = "CodePipeline takes three filters of pushes at most."
  }

  validation {
    condition = var.triggers == null || alltrue([for trigger in coalesce(var.triggers, []) :
      (length(concat(trigger.tags, trigger.except_tags)) > 0) != (length(concat(trigger.branches, trigger.except_branches, trigger.paths, trigger.except_paths)) > 0)
    ])
    error_message = "A trigger has tags, or branches and paths, and not both."
  }

  validation {
    condition = var.triggers == null || alltrue([for trigger in coalesce(var.triggers, []) :
      alltrue([for patterns in values(trigger) : length(patterns) <= 8])
    ])
    error_message = "CodePipeline takes eight patterns of a kind at most."
  }
}

variable "execution_mode" {
  description = "What a second execution does: SUPERSEDED takes the place of one that waits, for example for an approval, QUEUED waits for its turn. PARALLEL has no rollback."
  type        = string
  default     = "SUPERSEDED"

  validation {
    condition     = contains(["SUPERSEDED", "QUEUED", "PARALLEL"], var.execution_mode) && !(var.execution_mode == "PARALLEL" && var.rollback)
    error_message = "Write SUPERSEDED, QUEUED, or PARALLEL with rollback = false."
  }
}

variable "artifact_bucket_arn" {
  description = "ARN of the bucket that artifacts are handed on by."
  type        = string
}

variable "kms_key_arn" {
  description = "ARN of the KMS key that encrypts the artifacts; null for the account's own of S3."
  type        = string
  default     = null
}

variable "build" {
  description = "The project that builds, tests and pushes, with the artifacts of the first stage: appspec.yaml, ENV-taskdef.json, imagedefinitions.json, imageDetail.json, release.json."
  type        = object({ project = string })
}

variable "stages" {
  description = <<-TEXT
    Environments in their order. Each release goes from one to the next as it is: the same images, by their digests.
    deploy: slipway (a project runs Slipway, which registers the task definition, deploys and verifies; any strategy), code-deploy (CodePipeline's action for strategy blue-green)
    or ecs (CodePipeline's action for strategy rolling; it replaces images in the running task definition and nothing else of it).
    project: runs Deploy (slipway) in the first stage and Promote in every other.
    approve: a person decides, and is shown what would change by the project preview.
  TEXT
  type = list(object({
    environment = string
    deploy      = optional(string, "slipway")
    cluster     = optional(string)
    service     = optional(string)
    code_deploy = optional(object({ application = string, deployment_group = string }))
    project     = optional(string)
    approve     = optional(bool, false)
    preview     = optional(string)
    timeout     = optional(number, 30)
  }))

  validation {
    condition     = length(var.stages) >= 1 && length(distinct(var.stages[*].environment)) == length(var.stages)
    error_message = "Name one environment or more, each once."
  }

  validation {
    condition     = alltrue([for stage in var.stages : contains(["slipway", "code-deploy", "ecs"], stage.deploy)])
    error_message = "deploy is slipway, code-deploy or ecs."
  }

  validation {
    condition     = alltrue([for index, stage in var.stages : stage.project != null || (index == 0 && stage.deploy != "slipway")])
    error_message = "A stage that Slipway deploys, and every stage after the first, needs project."
  }

  validation {
    condition     = alltrue([for stage in var.stages : stage.deploy != "ecs" || (stage.cluster != null && stage.service != null)])
    error_message = "deploy = ecs needs cluster and service."
  }

  validation {
    condition     = alltrue([for stage in var.stages : stage.deploy != "code-deploy" || (stage.code_deploy != null && stage.service != null)])
    error_message = "deploy = code-deploy needs code_deploy, and service, whose name the family of the task definitions has."
  }

  validation {
    condition     = alltrue([for stage in var.stages : !stage.approve || stage.preview != null])
    error_message = "approve needs preview, the project that shows what would change."
  }
}

variable "task_role_arns" {
  description = "ARNs of the execution and task roles of the environments' task definitions, which CodePipeline's own actions pass on."
  type        = list(string)
  default     = []
}

variable "approval_topic_arn" {
  description = "ARN of the SNS topic that is told that an approval is waited for; null for none."
  type        = string
  default     = null
}

variable "approval_timeout" {
  description = "Minutes after which an approval that nobody gave counts as refused; null for seven days."
  type        = number
  default     = null

  validation {
    condition     = var.approval_timeout == null || try(var.approval_timeout >= 5 && var.approval_timeout <= 86400, false)
    error_message = "Write 5 to 86400 minutes, or null."
  }
}

variable "rollback" {
  description = "Whether a stage that fails is run again with what it ran last successfully. Slipway, ECS and CodeDeploy roll the service back themselves; this makes the pipeline show it."
  type        = bool
  default     = true
}

variable "variables" {
  description = "Variables of the pipeline, which a start by hand may set, with default and description. Builds have them as variables of the same name."
  type = map(object({
    default     = string
    description = optional(string)
  }))
  default = {}

  validation {
    condition     = alltrue([for name, variable in var.variables : can(regex("^[A-Za-z0-9@_-]{1,128}$", name)) && variable.default != ""])
    error_message = "A variable's name has letters, digits and @_-, and its default is not empty."
  }
}

variable "policy_json" {
  description = "Policy of the pipeline's role in JSON, in place of infra/policies/codepipeline.json.tftpl."
  type        = string
  default     = null

  validation {
    condition     = var.policy_json == null || can(jsondecode(var.policy_json).Statement)
    error_message = "A policy document in JSON has a Statement."
  }
}

variable "permissions_boundary" {
  description = "ARN of the policy that bounds the role; null for none."
  type        = string
  default     = null
}

variable "tags" {
  description = "Tags of everything here."
  type        = map(string)
  default     = {}
}
